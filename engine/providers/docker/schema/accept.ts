/** Reasons, for the `accept` of the tables, why a value is not taken. */

export const atLeast = (minimum: number) => (value: number) =>
  value < minimum ? `has to be ${minimum} or more, not ${value}` : undefined;

export const oneOf =
  (...options: string[]) =>
  (value: string) =>
    options.includes(value) ? undefined : `has to be one of ${options.join(", ")}, not "${value}"`;

export const matching = (pattern: RegExp, example: string) => (value: string) =>
  pattern.test(value) ? undefined : `has to look like ${example}, not "${value}"`;

export const duration = (value: string) =>
  /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$|^0$/.test(value)
    ? undefined
    : `has to be a duration like 1m30s or 500ms, not "${value}"`;

export const base64 = (value: string) =>
  Buffer.from(value, "base64").toString("base64") === value ? undefined : "has to be base64";

export const absolutePath = (value: string) =>
  /^([a-zA-Z]:[\\/]|\/)/.test(value) ? undefined : `has to be an absolute path, not "${value}"`;
