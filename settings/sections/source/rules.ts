import { setCommand } from "../../language/commands";
import type { Problem } from "../../language/problem";
import { remoteHost } from "../host/remote-host";
import type { Facts, Rule } from "../rule";

export const SOURCE_RULES: readonly Rule[] = [
  { reads: ["source", "host"], check: bindNeedsALocalEngine },
  { reads: ["source", "release"], check: releaseHasItsSource },
];

function bindNeedsALocalEngine(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  const where = remoteHost(facts);
  if (settings.source !== "bind" || !where) return;
  return {
    path: ["source"],
    given: `"bind"${given.values.source === undefined ? ", the default of dev," : ""} with ${where}`,
    accepted: "image, since a remote engine does not see this machine's folders",
    mend: setCommand(given.file, ["source"], "image"),
  };
}

function releaseHasItsSource({ written, given }: Facts): Problem | undefined {
  if (written.release === undefined || written.source !== "bind") return;
  return {
    path: ["source"],
    given: '"bind" with a release',
    accepted: "image, since the folder would hide the release's own source",
    mend: setCommand(given.file, ["source"], "image"),
  };
}
