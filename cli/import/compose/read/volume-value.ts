import { homedir } from "node:os";
import { posix, resolve } from "node:path";
import type { Mapping } from "../../../../shared/yaml-file";

/**
 * A volume of a service in its long form; undefined where the text is none.
 *
 * @param folder the folder that a host's path is relative to.
 */
export function volumeValue(text: string, folder: string): Mapping | undefined {
  const parts = text.split(":");
  if (parts.length > 3 || parts.some((part) => part === "")) return undefined;
  const [source = "", target, mode = ""] = parts;
  if (target === undefined) return { type: "volume", target: posix.normalize(source) };
  const options = mode.split(",").filter(Boolean);
  const isBind = /^(\.|~|\/)/.test(source);
  return {
    type: isBind ? "bind" : "volume",
    source: isBind ? hostPath(source, folder) : source,
    target: cleaned(target),
    ...(options.includes("ro") ? { read_only: true } : {}),
    ...(options.includes("nocopy") ? { volume: { nocopy: true } } : {}),
  };
}

/** A path of the host, made absolute as Compose does. */
export function hostPath(path: string, folder: string): string {
  return /^~(\/|$)/.test(path) ? resolve(homedir(), `.${path.slice(1)}`) : resolve(folder, path);
}

/** A path in a container, without a slash at its end. */
export const cleaned = (path: string) => posix.normalize(path).replace(/(?<=.)\/$/, "");
