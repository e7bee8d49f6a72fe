import { expect } from "vitest";
import { check } from "../../../../engine/providers/docker/schema/check";
import { diff } from "../../../../engine/providers/docker/schema/diff";
import { plan } from "../../../../engine/providers/docker/schema/plan";
import type { Fields } from "../../../../engine/providers/docker/schema/property";
import { settleApplied } from "../../../../engine/providers/docker/schema/settle";
import type { PropertyMap } from "../../../../engine/providers/provider";

/** A change of inputs, and what `pulumi preview` of the official CLI said of it, by property. */
export type Case = [
  what: string,
  before: PropertyMap,
  after: PropertyMap,
  changes: Record<string, string>,
];

/** What a change of a resource's inputs does, by property. */
export function changes(
  fields: Fields,
  before: PropertyMap,
  after: PropertyMap,
): Record<string, string> {
  const checked = (news: PropertyMap) => {
    const request = { name: "it", olds: undefined, news, randomSeed: Buffer.alloc(0) };
    const { inputs, failures } = check(fields, request);
    expect(failures).toEqual([]);
    return inputs as PropertyMap;
  };
  const prior = settleApplied(fields, plan(fields, checked(before)), {});
  const inputs = checked(after);
  const { detailedDiff } = diff(fields, prior, plan(fields, inputs, prior), inputs);
  return Object.fromEntries(Object.entries(detailedDiff).map(([path, { kind }]) => [path, kind]));
}
