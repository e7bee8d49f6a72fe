import { randomInt } from "node:crypto";

import { int, map, string, strings } from "../docker/schema/property";
import type { PropertyValue } from "../provider";
import type { RandomResource } from "./random-resource";
import { seeded } from "./seeded";

/** A list in another order, cut or repeated to the length that is wanted. */
export const shuffle: RandomResource = {
  fields: {
    inputs: strings({ required: true }),
    keepers: map(),
    resultCount: int(),
    results: strings({ readOnly: true }),
    seed: string(),
  },
  async create({ inputs, resultCount, seed }) {
    const items = Array.isArray(inputs) ? inputs : [];
    const count = items.length ? Number(resultCount ?? items.length) : 0;
    const draw = drawer(seed);
    const results: PropertyValue[] = [];
    while (results.length < count) results.push(...permuted(items, draw));
    return { id: "-", results: results.slice(0, count) };
  },
};

/** A number below the limit each time; with a seed the same ones in the same order. */
function drawer(seed: PropertyValue | undefined): (limit: number) => number {
  if (!seed) return (limit) => randomInt(limit);
  let drawn = 0;
  return (limit) => seeded(`${String(seed)} ${drawn++}`, 0, limit - 1);
}

/** Each place gets one of those that are left. */
function permuted(items: PropertyValue[], draw: (limit: number) => number): PropertyValue[] {
  const left = [...items];
  return items.flatMap(() => left.splice(draw(left.length), 1));
}
