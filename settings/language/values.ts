import { isIPv4, isIPv6 } from "node:net";
import { z } from "zod";

/** A published host port. */
export interface HostPort {
  /** Address of the host's interface, IPv6 in its shortest form. Undefined: the mode's default. */
  address: string | undefined;
  port: number;
}

/** No leading zeros: YAML reads 010 as the octal 8, so a text of that form means who knows what. */
const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;
const PORT = /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\]):)?([1-9]\d{0,4})$/;

const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65535;

/**
 * An address as Docker shows it, without brackets; undefined for what is none. IPv4 as IPv6 is none:
 * Docker would publish on another one than it says.
 */
function plainAddress(given: string): string | undefined {
  if (!given.startsWith("[")) return isIPv4(given) ? given : undefined;
  const inside = given.slice(1, -1);
  return isIPv6(inside) && !inside.includes(".")
    ? new URL(`http://${given}`).hostname.slice(1, -1)
    : undefined;
}

/** `8000`, `"127.0.0.1:8000"`, `"[::1]:8000"` or `none`. */
export const hostPort = z.union([z.number(), z.string()]).transform((given, context) => {
  if (given === "none") return "none" as const;
  const [, host, digits] = PORT.exec(String(given)) ?? [];
  const port = Number(digits);
  const address = host && plainAddress(host);
  if (isPort(port) && (!host || address)) return { address, port } satisfies HostPort;
  context.addIssue({ code: "custom", message: "not a port" });
  return z.NEVER;
});

/** `pulumi config set` stores every top-level value as a string. */
const wholeNumber = z.union([z.number(), z.string().regex(WHOLE_NUMBER).transform(Number)]);

/** How the accepted values of a port of the host are described. */
export const HOST_PORTS = "a port from 1 to 65535, IPV4-ADDRESS:PORT, [IPV6-ADDRESS]:PORT, or none";

/** A port inside a container. */
export const containerPort = wholeNumber.refine(isPort);

export const count = (min: number, max: number) =>
  wholeNumber.refine((value) => Number.isInteger(value) && value >= min && value <= max);

/**
 * CPUs as Docker counts them. The lowest is 0.1: the provider reads shares below it back rounded,
 * and would replace the container after each refresh.
 */
export const cpus = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .refine((value) => value >= 0.1 && value <= 1024);

const UNITS: Record<string, number> = { b: 1 / 1048576, k: 1 / 1024, m: 1, g: 1024 };

/** Docker's own minimum, in MB. */
const LEAST_MEMORY = 6;
/** 64 TB, in MB: a slip of the keyboard rather than a machine. */
const MOST_MEMORY = 65536 * 1024;

/** Memory as Docker writes it (`300m`, `1g`), in MB. */
export const memory = z.string().transform((given, context) => {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([bkmg])b?$/i.exec(given) ?? [];
  const megabytes = Number(digits) * (UNITS[unit?.toLowerCase() ?? ""] ?? Number.NaN);
  if (megabytes >= LEAST_MEMORY && megabytes <= MOST_MEMORY) return Math.round(megabytes);
  context.addIssue({ code: "custom", message: "not an amount of memory" });
  return z.NEVER;
});

/** true or false, also as the string that `pulumi config set` stores. */
export const flag = z.union([
  z.boolean(),
  z.enum(["true", "false"]).transform((value) => value === "true"),
]);

/**
 * A scalar that ends up as text, such as the value of an environment variable. Whole numbers beyond
 * 2^53 have lost digits by the time they arrive: better an error than a password that is a bit off.
 */
export const text = z
  .union([
    z.string(),
    z.number().refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value)),
    z.boolean(),
  ])
  .transform(String);

export const nonEmptyText = text.pipe(z.string().min(1));

/** An http or https address. */
export const webAddress = z.url({ protocol: /^https?$/ });

/** The path of an address. */
export const webPath = z.string().regex(/^\/[^\s'"\\]*$/);

/** A host name in lower case, no wildcard and no address. */
export const hostName = z
  .string()
  .max(253)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  );

/** A command: a list of words, or a string for the image's shell. */
export const command = z.union([
  z.array(text).min(1),
  z
    .string()
    .min(1)
    .transform((line) => ["sh", "-c", line]),
]);

/** Names of containers, networks and volumes are built from it, and a host name has at most 63 characters. */
export const dockerName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?$/);

/** A volume that is there already, whoever named it. */
export const volumeName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]+$/);

/** How such a name is described. */
export const DOCKER_NAMES =
  "lower-case letters, digits and dashes, at most 30, with a letter or digit at both ends";

/** A tag, the beginning of an image's id, or a digest. */
export const releaseName = text.pipe(
  z.string().regex(/^(?:sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/),
);

const REGISTRY_HOST = "(?:localhost|[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9-]+(?=:\\d))";
const REPOSITORY = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const IMAGE_REFERENCE = new RegExp(
  `^(?:${REGISTRY_HOST}(?::\\d+)?/)?${REPOSITORY}(?:/${REPOSITORY})*` +
    "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$",
);

/** A reference such as `python:3.13-slim` or `docker.io/library/mysql@sha256:...`. */
export const imageReference = z.string().regex(IMAGE_REFERENCE);

/** An identifier that needs no quoting in SQL. */
export const sqlName = (longest: number) =>
  z.string().regex(new RegExp(`^[A-Za-z_][A-Za-z0-9_]{0,${longest - 1}}$`));
