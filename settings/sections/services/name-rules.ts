import { DATABASE_NAMES } from "../../../components/databases";
import { fileNameOf, type Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";
import { otherParts } from "./parts";

export const NAME_RULES: readonly Rule[] = [
  { reads: ["services", "app", "database", "databases"], check: namesDiffer },
  { reads: ["services"], check: namesOfContainersDiffer },
  { reads: ["services", "app"], check: volumesAreTheirOwn },
];

/** All of them are names on the stack's network. */
function namesDiffer(facts: Facts): readonly Problem[] {
  const others = new Map([["localhost", "each container itself"], ...otherParts(facts)]);
  return Object.keys(facts.settings.services)
    .filter((name) => others.has(name))
    .map((name) => ({
      path: ["services", name],
      given: `the name ${name}, by which ${others.get(name)} is reached`,
      accepted: "another name",
      mend: `rename services.${name} in ${fileNameOf(facts.given.file)}`,
    }));
}

/** Docker's names have dashes for underscores. */
const plain = (name: string) => name.replaceAll("_", "-");

function namesOfContainersDiffer({ settings, given }: Facts): readonly Problem[] {
  const names = Object.keys(settings.services);
  return names.flatMap((name, index) => {
    const before = names.slice(0, index).find((other) => plain(other) === plain(name));
    if (before === undefined) return [];
    return {
      path: ["services", name],
      given: `the name ${name}, beside ${before}`,
      accepted: "another name: both containers would be named alike",
      mend: `rename services.${name} in ${fileNameOf(given.file)}`,
    };
  });
}

/** Volumes that other parts of a stack have, by the last part of their names. */
const TAKEN = new RegExp(
  `^(routes|certificates|backups|.*-secrets|(.*-)?(${DATABASE_NAMES.join("|")})-(data|config))$`,
);

function volumesAreTheirOwn({ settings, given }: Facts): readonly Problem[] {
  const known = new Map<string, string>();
  return Object.entries(settings.services).flatMap(([name, { volumes }]) =>
    volumes.flatMap((mount, at) => {
      if (mount.kind !== "volume" || mount.isExternal) return [];
      const { volume } = mount;
      const other = known.get(plain(volume)) ?? volume;
      known.set(plain(volume), other);
      const isOfTheApp = Object.hasOwn(settings.app.volumes, volume);
      const isTaken = isOfTheApp || TAKEN.test(plain(volume));
      if (!isTaken && other === volume) return [];
      return {
        path: ["services", name, "volumes", at],
        given: isOfTheApp
          ? `the volume ${volume}, which is one of app.volumes`
          : isTaken
            ? `the volume ${volume}, which other parts of a stack have`
            : `the volume ${volume}, beside ${other}: both would be named alike`,
        accepted: "a volume of another name",
        mend: `rename the volume in services.${name}.volumes of ${fileNameOf(given.file)}`,
      };
    }),
  );
}
