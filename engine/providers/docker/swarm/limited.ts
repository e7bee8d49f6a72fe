import type { PropertyMap, PropertyValue } from "../../provider";
import { isObject } from "../schema/values";

/** The parts of a value that were given too; those that cannot be read back are as they were given. */
export function limited(live: PropertyValue, given: PropertyValue): PropertyValue {
  if (!isObject(live) || !isObject(given)) return live;
  const parts: PropertyMap = {};
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("__") || value === null) continue;
    const own = live[name];
    parts[name] = own === undefined ? value : limited(own, value);
  }
  return parts;
}
