import { UnsupportedError } from "../errors";
import { assetFields, assetFromFields, isAsset } from "../resource/asset";
import {
  ARCHIVE_SIGNATURE,
  ASSET_SIGNATURE,
  REFERENCE_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
} from "../resource/signatures";
import {
  isMap,
  mapValues,
  ResourceReference,
  Secret,
  UNKNOWN,
  type Value,
  type ValueMap,
} from "../resource/value";
import { UNKNOWN_SENTINEL } from "../resource/wire";

/** What JSON.parse gives. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

/** Turns a secret's JSON text into what the state keeps of it. */
export type Seal = (plaintext: string) => JsonMap;
/** The JSON text of a secret, from what the state keeps of it. */
export type Unseal = (sealed: JsonMap) => string;

/** Properties as the state file has them: keys sorted, secrets sealed. */
export function encodeMap(map: ValueMap, seal: Seal): JsonMap {
  const result: JsonMap = {};
  for (const key of Object.keys(map).sort()) result[key] = encode(map[key] ?? null, seal);
  return result;
}

export function encode(value: Value, seal: Seal): Json {
  if (value === UNKNOWN) return UNKNOWN_SENTINEL;
  if (value instanceof Secret) {
    // What lies inside a secret is covered by its encryption: inner secrets only keep their mark.
    const plaintext = JSON.stringify(encode(value.value, sealInPlaintext));
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, ...seal(plaintext) };
  }
  if (value instanceof ResourceReference) {
    const { urn, id, packageVersion } = value;
    const reference = {
      [SIGNATURE_KEY]: REFERENCE_SIGNATURE,
      urn,
      packageVersion: packageVersion ?? "",
    };
    return id === undefined ? reference : { ...reference, id: encode(id, seal) };
  }
  if (isAsset(value)) return encodeMap(assetFields(value), seal);
  if (Array.isArray(value)) return value.map((item) => encode(item, seal));
  if (isMap(value)) return encodeMap(value, seal);
  return value;
}

/** Shows secrets instead of sealing them, as exports with `--show-secrets` do. */
export function sealInPlaintext(plaintext: string): JsonMap {
  return { plaintext };
}

export function decodeMap(map: JsonMap, unseal: Unseal): ValueMap {
  return mapValues(map, (value) => decode(value, unseal));
}

export function decode(value: Json, unseal: Unseal): Value {
  if (value === UNKNOWN_SENTINEL) return UNKNOWN;
  if (Array.isArray(value)) return value.map((item) => decode(item, unseal));
  if (typeof value !== "object" || value === null) return value;
  switch (value[SIGNATURE_KEY]) {
    case undefined:
      return decodeMap(value, unseal);
    case SECRET_SIGNATURE:
      return new Secret(decode(JSON.parse(unseal(value)) as Json, unseal));
    case REFERENCE_SIGNATURE:
      return new ResourceReference(
        String(value.urn),
        value.id === undefined ? undefined : decode(value.id, unseal),
        value.packageVersion ? String(value.packageVersion) : undefined,
      );
    case ASSET_SIGNATURE:
    case ARCHIVE_SIGNATURE:
      return assetFromFields(value, (member) => decode(member as Json, unseal));
    default:
      throw new UnsupportedError(`state with values of the kind ${String(value[SIGNATURE_KEY])}`);
  }
}

/** Reads a sealed secret with the stack's key; one in plain text is taken as it is. */
export function unsealWith(decrypt: (ciphertext: string) => string): Unseal {
  return ({ ciphertext, plaintext }) =>
    typeof plaintext === "string" ? plaintext : decrypt(String(ciphertext));
}
