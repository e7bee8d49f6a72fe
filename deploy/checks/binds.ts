import { existsSync } from "node:fs";
import { isLocal } from "../../docker/host";
import type { PreflightArgs } from ".";

/** Docker would make an empty folder of a file or folder that is not there, owned by root. */
export function bindProblems({
  binds = [],
  host,
}: Pick<PreflightArgs, "binds" | "host">): string[] {
  return binds.flatMap(({ key, path }) => {
    if (!isLocal(host)) {
      return `${key}: the engine at ${host.address} (${host.from}) does not see the folders of this machine; keep it in a named volume, or in an image`;
    }
    if (existsSync(path)) return [];
    return `${key}: there is no file or folder ${path}; make it, or name one that is there`;
  });
}
