/** A value of a stack file as it is written: scalars, lists and objects, `{secure: ciphertext}` for secrets. */
export type RawValue = string | number | boolean | null | RawValue[] | RawObject;
export type RawObject = { [key: string]: RawValue };

/** Whether a value is an encrypted one. */
export function isSecure(value: RawValue | undefined): value is { secure: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.keys(value).length === 1 && typeof value.secure === "string";
}
