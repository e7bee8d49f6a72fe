import { normalize } from "node:path/posix";
import { fileNameOf, type Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const MOUNT_RULES: readonly Rule[] = [{ reads: ["services"], check: foldersDiffer }];

/** Docker refuses a container with two mounts at one place, and only when it is made. */
function foldersDiffer({ settings, given }: Facts): readonly Problem[] {
  return Object.entries(settings.services).flatMap(([name, { volumes, tmpfs, secrets }]) => {
    const taken = new Map(Object.keys(tmpfs ?? {}).map((path) => [normalize(path), "tmpfs"]));
    if (Object.keys(secrets).length > 0) taken.set("/run/secrets", "secrets");
    return volumes.flatMap(({ target }, at) => {
      const place = normalize(target);
      const other = taken.get(place);
      if (other === undefined) taken.set(place, `volumes[${at}]`);
      if (other === undefined) return [];
      return {
        path: ["services", name, "volumes", at],
        given: `${place}, where services.${name}.${other} is`,
        accepted: "a path of its own",
        mend: `give it another path in services.${name}.volumes of ${fileNameOf(given.file)}, or take one of them out`,
      };
    });
  });
}
