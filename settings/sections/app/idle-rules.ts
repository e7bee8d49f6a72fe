import type { Path } from "../../language/path";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import { type WrittenDatabase, writtenDatabases } from "../database/entries";
import { hasNames } from "../database/names";
import type { Facts, Rule } from "../rule";

/** The rules about settings of the app that nothing would come of beside others. */
export const IDLE_RULES: readonly Rule[] = [
  { reads: ["app", "build", "registry", "source", "release", "platform"], check: imageIsNotBuilt },
  { reads: ["app", "database", "databases"], check: nothingHasTheName },
  { reads: ["app", "hardening"], check: nothingIsTakenAway },
];

type Found = readonly [path: Path, beside: string, why: string];

const problems = (facts: Facts, found: readonly Found[]): Problem[] =>
  found.map(([path, beside, why]) => superfluous(facts, path, beside, why));

function imageIsNotBuilt(facts: Facts): readonly Problem[] {
  const { written, settings } = facts;
  const { app, build, registry } = written;
  if (app?.image === undefined) return [];
  const isMounted = settings.source === "bind";
  const paths: Path[] = [
    ...(["tag", "dockerfile", "target", "buildArgs", "keepImages"] as const)
      .filter((key) => app[key] !== undefined)
      .map((key) => ["app", key]),
    ...(app.context === undefined || isMounted ? [] : [["app", "context"]]),
    ...(build === undefined ? [] : [["build"]]),
    ...(registry?.push === undefined ? [] : [["registry", "push"]]),
  ];
  const why = "app.image is run as it is, without a build";
  return problems(
    facts,
    paths.map((path) => [path, "with app.image", why]),
  );
}

/** The app's name is that of the image that is built, and of a database that is given none. */
function nothingHasTheName(facts: Facts): readonly Problem[] {
  const { app } = facts.written;
  if (app?.image === undefined || app.name === undefined) return [];
  const takesIt = ({ role, written }: WrittenDatabase) => {
    const { engine } = facts.settings.databases[role] ?? {};
    const isNamed = written?.name !== undefined && written.user !== undefined;
    return engine !== undefined && hasNames(engine) && !isNamed;
  };
  if (writtenDatabases(facts.written).some(takesIt)) return [];
  return problems(facts, [[["app", "name"], "with app.image", "nothing is named by it"]]);
}

function nothingIsTakenAway(facts: Facts): readonly Problem[] {
  const { written, settings } = facts;
  const { capabilities, writable } = written.app ?? {};
  const { dropCapabilities, readOnly } = settings.hardening;
  const without = (part: "dropCapabilities" | "readOnly") => `with hardening.${part} false`;
  return problems(facts, [
    ...(capabilities?.length && !dropCapabilities
      ? [
          [
            ["app", "capabilities"],
            without("dropCapabilities"),
            "the app has all that Docker gives",
          ] satisfies Found,
        ]
      : []),
    ...(writable?.length && !readOnly
      ? [
          [
            ["app", "writable"],
            without("readOnly"),
            "the app may write wherever its user may",
          ] satisfies Found,
        ]
      : []),
  ]);
}
