import { isIP } from "node:net";
import { z } from "zod";
import { shellWords } from "../../../shared/shell-words";
import { text } from "../../language/values";

/** A schema of what Compose writes in more than one way: the one way that the rest reads. */
export const form = <T>(read: (given: unknown) => T | undefined) =>
  z.unknown().transform((given, context) => {
    const value = read(given);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: "not in a form that Compose has" });
    return z.NEVER;
  });

const isRecord = (given: unknown): given is Record<string, unknown> =>
  typeof given === "object" && given !== null && !Array.isArray(given);

/** `1m30s`, or a number of seconds. */
const DURATION = /^(?=.)(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s?)?$/;

/** A time in whole seconds. */
export const seconds = form((given) => {
  if (typeof given !== "string" && typeof given !== "number") return undefined;
  const [whole, hours = 0, minutes = 0, rest = 0] = DURATION.exec(String(given)) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return whole === undefined || total > 86400 * 7 ? undefined : total;
});

const UNITS: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** A size in bytes, as Compose writes it: `64m`, `1gb`, or a number of bytes. */
export function bytesOf(given: unknown): number | undefined {
  if (typeof given !== "string" && typeof given !== "number") return undefined;
  const [, digits, unit = "b"] = /^(\d{1,15})([bkmg]?)b?$/i.exec(String(given)) ?? [];
  const bytes = Number(digits) * (UNITS[unit.toLowerCase() || "b"] ?? Number.NaN);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

/** Compose's command: a list of words, or a line that is split into them. */
export const words = form((given) => {
  if (typeof given === "string") return shellWords(given);
  const list = z.array(text).safeParse(given);
  return list.success ? list.data : undefined;
});

/** A map that may be a list of `NAME=VALUE`, as a map; what is neither stays as it is. */
export const asMap = (given: unknown): unknown => {
  if (!Array.isArray(given)) return given;
  const pairs = given.map((entry) => /^([^=]+)=([\s\S]*)$/.exec(String(entry)));
  if (pairs.some((pair) => pair === null)) return given;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]));
};

/** Compose's depends_on: a list of names, or a map of names to conditions, as such a map. */
export const asConditions = (given: unknown): unknown => {
  if (Array.isArray(given)) {
    const isNames = given.every((name) => typeof name === "string");
    return isNames ? Object.fromEntries(given.map((name) => [name, "service_started"])) : given;
  }
  if (!isRecord(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const isPlain = isRecord(value) && Object.keys(value).join() === "condition";
      return [name, isPlain ? value.condition : value];
    }),
  );
};

/** `["CMD", "program", ...]`, `["CMD-SHELL", "a line"]`, `["NONE"]`, or a line for the shell. */
export const healthTest = form((given) => {
  if (typeof given === "string") return given.trim() === "" ? undefined : ["CMD-SHELL", given];
  const list = z.array(text).safeParse(given).data ?? [];
  const [kind, ...rest] = list;
  const isNone = kind === "NONE" && rest.length === 0;
  const isCommand = kind === "CMD" && rest.length > 0;
  const isLine = kind === "CMD-SHELL" && rest.length === 1;
  return isNone || isCommand || isLine ? list : undefined;
});

/** An address as /etc/hosts has it; `host-gateway` is that of the engine's own machine. */
export const hostAddress = text.pipe(
  z.string().refine((given) => given === "host-gateway" || isIP(given.replace(/^\[|\]$/g, "")) > 0),
);

/** Compose's extra_hosts, where a list has `NAME=ADDRESS` or `NAME:ADDRESS`. */
export const asHosts = (given: unknown): unknown => {
  if (!Array.isArray(given)) return given;
  const pairs = given.map((entry) => /^([^=:]+)[=:](.+)$/.exec(String(entry)));
  if (pairs.some((pair) => pair === null)) return given;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]));
};

/** A limit as one number for both, or the soft and the hard one. */
export const ulimit = form((given) => {
  const number = (value: unknown) =>
    /^(-1|\d{1,15})$/.test(String(value)) ? Number(value) : undefined;
  if (!isRecord(given)) {
    const both = number(given);
    return both === undefined ? undefined : { soft: both, hard: both };
  }
  const { soft, hard, ...rest } = given;
  const limit = { soft: number(soft), hard: number(hard) };
  if (limit.soft === undefined || limit.hard === undefined) return undefined;
  return Object.keys(rest).length > 0 ? undefined : { soft: limit.soft, hard: limit.hard };
});

/** Options of a folder in memory that Docker knows, a size in bytes. */
function memoryOptions(given: string): string | undefined {
  const options = given.split(",").map((option) => {
    const [, size] = /^size=(.+)$/.exec(option) ?? [];
    if (size !== undefined) {
      const bytes = bytesOf(size);
      return bytes && `size=${bytes}`;
    }
    return /^(mode=[0-7]{3,4}|[ug]id=\d+|(no)?exec|(no)?suid|(no)?dev|ro|rw)$/.test(option)
      ? option
      : undefined;
  });
  return options.includes(undefined) ? undefined : options.join(",");
}

/** `/run` or `/run:size=64m`, one or several: options by path. */
export const memoryFolders = form((given) => {
  const list = z.array(z.string()).safeParse([given].flat());
  const entries = (list.data ?? []).map((entry) => {
    const [, path = "", options = ""] = /^((?:\/[^/:\s]+)+)(?::(.+))?$/.exec(entry) ?? [];
    return [path, options === "" ? "" : memoryOptions(options)] as const;
  });
  const isWrong = entries.some(([path, options]) => path === "" || options === undefined);
  if (!list.success || isWrong) return undefined;
  return Object.fromEntries(entries) as Record<string, string>;
});

export { isRecord };
