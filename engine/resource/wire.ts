import { ListValue, Struct, Value as WireValue } from "google-protobuf/google/protobuf/struct_pb";

import { UnsupportedError } from "../errors";
import { assetFields, assetFromFields, isAsset } from "./asset";
import {
  ARCHIVE_SIGNATURE,
  ASSET_SIGNATURE,
  OUTPUT_SIGNATURE,
  REFERENCE_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
} from "./signatures";
import { isMap, ResourceReference, Secret, UNKNOWN, type Value, type ValueMap } from "./value";

/** How an unknown string is written; the other kinds have sentinels of their own. */
export const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWN_SENTINELS = new Set([
  UNKNOWN_SENTINEL,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether a text of a message stands for a value that is not known. */
export const isUnknownSentinel = (text: string): boolean => UNKNOWN_SENTINELS.has(text);

/** What the receiver of a message understands. */
export interface WireOptions {
  secrets: boolean;
  references: boolean;
  /** Assets and archives go without what they are made of: they are only to be compared. */
  digestsOnly?: boolean;
}

/** Reads properties from a message. Output values become plain, unknown or secret values. */
export function fromWire(struct: Struct | undefined): ValueMap {
  const result: ValueMap = {};
  struct?.getFieldsMap().forEach((value: WireValue, key: string) => {
    result[key] = valueFromWire(value);
  });
  return result;
}

export function valueFromWire(value: WireValue): Value {
  switch (value.getKindCase()) {
    case WireValue.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case WireValue.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case WireValue.KindCase.STRING_VALUE: {
      const text = value.getStringValue();
      return isUnknownSentinel(text) ? UNKNOWN : text;
    }
    case WireValue.KindCase.LIST_VALUE:
      return (value.getListValue()?.getValuesList() ?? []).map(valueFromWire);
    case WireValue.KindCase.STRUCT_VALUE:
      return special(fromWire(value.getStructValue()));
    default:
      return null;
  }
}

/** An object with a signature stands for something else. */
function special(map: ValueMap): Value {
  switch (map[SIGNATURE_KEY]) {
    case undefined:
      return map;
    case SECRET_SIGNATURE:
      return new Secret(map.value ?? null);
    case OUTPUT_SIGNATURE: {
      const value = map.value === undefined ? UNKNOWN : map.value;
      return map.secret === true ? new Secret(value) : value;
    }
    case REFERENCE_SIGNATURE: {
      const version = map.packageVersion;
      return new ResourceReference(
        String(map.urn),
        map.id === "" ? UNKNOWN : map.id,
        typeof version === "string" ? version : undefined,
      );
    }
    case ASSET_SIGNATURE:
    case ARCHIVE_SIGNATURE:
      return assetFromFields(map, (member) => member);
    default:
      throw new UnsupportedError(`property values of the kind ${String(map[SIGNATURE_KEY])}`);
  }
}

/** Writes properties into a message. */
export function toWire(map: ValueMap, options: WireOptions): Struct {
  const struct = new Struct();
  const fields = struct.getFieldsMap();
  for (const [key, value] of Object.entries(map)) fields.set(key, valueToWire(value, options));
  return struct;
}

export function valueToWire(value: Value, options: WireOptions): WireValue {
  const wire = new WireValue();
  if (value === null) return wire.setNullValue(0);
  if (value === UNKNOWN) return wire.setStringValue(UNKNOWN_SENTINEL);
  switch (typeof value) {
    case "boolean":
      return wire.setBoolValue(value);
    case "number":
      return wire.setNumberValue(value);
    case "string":
      return wire.setStringValue(value);
  }
  if (value instanceof Secret) {
    if (!options.secrets) return valueToWire(value.value, options);
    return signed(SECRET_SIGNATURE, { value: value.value }, options);
  }
  if (value instanceof ResourceReference) return referenceToWire(value, options);
  if (isAsset(value)) {
    return new WireValue().setStructValue(
      toWire(assetFields(value, !options.digestsOnly), options),
    );
  }
  if (Array.isArray(value)) {
    const list = new ListValue();
    return wire.setListValue(list.setValuesList(value.map((item) => valueToWire(item, options))));
  }
  return wire.setStructValue(toWire(isMap(value) ? value : {}, options));
}

function referenceToWire(reference: ResourceReference, options: WireOptions): WireValue {
  const { urn, id, packageVersion } = reference;
  if (!options.references) return valueToWire(id ?? urn, options);
  const fields: ValueMap = { urn };
  if (id !== undefined) fields.id = id === UNKNOWN ? "" : id;
  if (packageVersion) fields.packageVersion = packageVersion;
  return signed(REFERENCE_SIGNATURE, fields, options);
}

function signed(signature: string, fields: ValueMap, options: WireOptions): WireValue {
  const struct = toWire({ [SIGNATURE_KEY]: signature, ...fields }, options);
  return new WireValue().setStructValue(struct);
}
