import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { containerState } from "../../../../engine/providers/docker/container/container-state";
import { CONTAINER } from "../../../../engine/providers/docker/container/fields";
import { NETWORK, networkState } from "../../../../engine/providers/docker/network/network";
import { check } from "../../../../engine/providers/docker/schema/check";
import { plan } from "../../../../engine/providers/docker/schema/plan";
import type { Fields } from "../../../../engine/providers/docker/schema/property";
import { refreshedInputs } from "../../../../engine/providers/docker/schema/read-inputs";
import { settleApplied, settleRefreshed } from "../../../../engine/providers/docker/schema/settle";
import { isObject } from "../../../../engine/providers/docker/schema/values";
import type { PropertyMap, PropertyValue } from "../../../../engine/providers/provider";

/** A resource as the official CLI wrote it, and as Docker inspected it at that moment. */
interface OfficialState {
  name: string;
  type: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  refreshedInputs: PropertyMap;
  refreshedOutputs: PropertyMap;
  inspected: never;
}

const STATES: OfficialState[] = JSON.parse(
  readFileSync(join(__dirname, "official-states.json"), "utf8"),
);

const TABLES: Record<string, Fields> = { Container: CONTAINER, Network: NETWORK };

describe.each(STATES)("the official state of $type $name", (state) => {
  const fields = TABLES[state.type] as Fields;
  const live = (known: PropertyMap) =>
    state.type === "Container"
      ? containerState(state.inspected, given(known))
      : networkState(state.inspected);

  it("has the inputs that our check makes of the program's", () => {
    const news = withoutDefaults(state.inputs) as PropertyMap;
    const request = { name: state.name, olds: state.inputs, news, randomSeed: Buffer.alloc(0) };
    expect(check(fields, request)).toEqual({ inputs: state.inputs, failures: [] });
  });

  it("has the outputs that we have after a create", () => {
    const outputs = settleApplied(fields, plan(fields, state.inputs), live(state.inputs));
    expect(outputs).toEqual(withoutMarks(state.outputs));
  });

  it("has the inputs and outputs that we have after a refresh", () => {
    const outputs = settleRefreshed(fields, state.outputs, live(state.outputs));
    expect(outputs).toEqual(withoutMarks(state.refreshedOutputs));
    expect(refreshedInputs(fields, state.inputs, outputs)).toEqual(state.refreshedInputs);
  });
});

/** The program's own inputs: without what the official check has filled in. */
function withoutDefaults(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (!isObject(value)) return value;
  const defaults = Array.isArray(value.__defaults) ? value.__defaults : [];
  const own = Object.entries(value).filter(
    ([name]) => name !== "__defaults" && !defaults.includes(name),
  );
  return Object.fromEntries(own.map(([name, item]) => [name, withoutDefaults(item)]));
}

function withoutMarks({ id: _, __meta: __, ...outputs }: PropertyMap): PropertyMap {
  return outputs;
}

function given(known: PropertyMap): object {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}
