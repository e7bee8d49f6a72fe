import { existsSync, realpathSync } from "node:fs";
import { isLocal } from "../../docker/host";
import type { PreflightArgs } from "./preflight-args";

/** Docker would make an empty folder of a file or folder that is not there, owned by root. */
export function bindProblems({
  binds = [],
  host,
}: Pick<PreflightArgs, "binds" | "host">): string[] {
  return binds.flatMap(({ key, path }) => {
    if (!isLocal(host)) {
      return `${key}: the engine at ${host.address} (${host.from}) does not see the folders of this machine; keep it in a named volume, or in an image`;
    }
    if (!existsSync(path)) {
      return `${key}: there is no file or folder ${path}; make it, or name one that is there`;
    }
    if (!hasSocket(path, host.address)) return [];
    return `${key}: ${path} has the engine's socket, and who has that is root of the host; take it out`;
  });
}

/** Whether a path is the engine's socket, or a folder that it is in; links are followed. */
function hasSocket(path: string, address: string): boolean {
  const socket = /^unix:\/\/(\/.+)$/.exec(address)?.[1];
  if (socket === undefined || !existsSync(socket)) return false;
  const [real, mounted] = [realpathSync(socket), realpathSync(path)];
  return real === mounted || real.startsWith(mounted.endsWith("/") ? mounted : `${mounted}/`);
}
