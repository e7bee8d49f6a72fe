import { removeCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const RELEASE_RULES: readonly Rule[] = [
  { reads: ["release", "app"], check: releaseWasBuilt },
];

function releaseWasBuilt({ written, given }: Facts): Problem | undefined {
  if (written.release === undefined || written.app?.image === undefined) return;
  return {
    path: ["release"],
    given: `${showAt(given, ["release"])} with app.image`,
    accepted: "nothing: the version of app.image is the one that it names",
    mend: removeCommand(given.file, ["release"]),
  };
}
