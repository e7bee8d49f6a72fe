import { volumeName } from "../../language/values";
import { bytesOf, form, isRecord } from "./forms";

/** What a service mounts, as a stack file has it. */
export type GivenMount = { target: string; readOnly?: true } & (
  | { kind: "volume"; volume: string; isExternal?: true }
  | { kind: "anonymous" }
  | { kind: "bind"; path: string }
  | { kind: "tmpfs"; options: string }
);

const TARGET = /^(?:\/[^/:]+)+\/?$/;
const VOLUME = /^[a-z0-9][a-z0-9_-]{0,40}$/;
const PATH = /^(?:\.{1,2}(?:\/|$)|\/)/;

/** How what is accepted is described. */
export const MOUNT_FORMS =
  "VOLUME:/PATH, ./FOLDER:/PATH or /PATH, each with :ro where it is only read, or an object with the keys type, source, target, read_only, external, tmpfs; names of volumes are of lower-case letters, digits, dashes and underscores";

/** `data:/data`, `./file.conf:/etc/file.conf:ro`, `/cache`, or Compose's object. */
export const mount = form((given) => (isRecord(given) ? ofObject(given) : ofText(given)));

function ofText(given: unknown): GivenMount | undefined {
  if (typeof given !== "string") return undefined;
  const parts = given.split(":");
  if (parts.length === 1) return mountOf({ type: "volume", source: undefined, target: given });
  const [source, target = "", mode = "rw", ...rest] = parts;
  if (rest.length > 0 || (mode !== "ro" && mode !== "rw") || source === undefined) return undefined;
  const type = PATH.test(source) ? "bind" : "volume";
  return mountOf({ type, source, target, isReadOnly: mode === "ro" });
}

function ofObject(given: Record<string, unknown>): GivenMount | undefined {
  const { type, source, target, tmpfs, ...more } = given;
  const { read_only: isReadOnly = false, external: isExternal = false, ...rest } = more;
  if (Object.keys(rest).length > 0 || typeof target !== "string") return undefined;
  if (isReadOnly !== true && isReadOnly !== false) return undefined;
  if (isExternal !== true && isExternal !== false) return undefined;
  if (isExternal && (type !== "volume" || source === undefined)) return undefined;
  if (type === "tmpfs") return source === undefined ? inMemory(target, tmpfs) : undefined;
  if (tmpfs !== undefined || (source !== undefined && typeof source !== "string")) return undefined;
  return mountOf({ type, source, target, isReadOnly, isExternal });
}

interface Texts {
  type: unknown;
  source: string | undefined;
  target: string;
  isReadOnly?: boolean;
  isExternal?: boolean;
}

function mountOf({ type, source, target, isReadOnly, isExternal }: Texts): GivenMount | undefined {
  if (!TARGET.test(target)) return undefined;
  const place = {
    target: target.replace(/\/$/, ""),
    ...(isReadOnly && { readOnly: true as const }),
  };
  if (type === "bind") {
    return source !== undefined && PATH.test(source)
      ? { kind: "bind", path: source, ...place }
      : undefined;
  }
  if (type !== "volume") return undefined;
  if (source === undefined) return { kind: "anonymous", ...place };
  if (isExternal) {
    const isName = volumeName.safeParse(source).success;
    return isName ? { kind: "volume", volume: source, isExternal, ...place } : undefined;
  }
  return VOLUME.test(source) ? { kind: "volume", volume: source, ...place } : undefined;
}

function inMemory(target: string, given: unknown): GivenMount | undefined {
  const { size, mode, ...rest } = isRecord(given) ? given : {};
  const bytes = size === undefined ? undefined : bytesOf(size);
  const isWrong =
    !TARGET.test(target) ||
    (given !== undefined && !isRecord(given)) ||
    Object.keys(rest).length > 0 ||
    (size !== undefined && bytes === undefined) ||
    (mode !== undefined && !Number.isInteger(mode));
  if (isWrong) return undefined;
  const options = [
    ...(bytes === undefined ? [] : [`size=${bytes}`]),
    ...(mode === undefined ? [] : [`mode=${Number(mode).toString(8)}`]),
  ];
  return { kind: "tmpfs", target, options: options.join(",") };
}
