import { UnsupportedError, UserError } from "../../errors";
import { concealKeys } from "../../resource/secrecy";
import { convert } from "../docker/schema/convert";
import { suggestion } from "../docker/schema/suggestion";
import { hasUnknown, stable } from "../docker/schema/values";
import {
  type AnswerMap,
  type CheckFailure,
  type CheckRequest,
  type CheckResult,
  type CreateRequest,
  type CreateResult,
  type DiffRequest,
  type DiffResult,
  type InvokeRequest,
  type InvokeResult,
  type PropertyMap,
  type Provider,
  type ReadRequest,
  type ReadResult,
  UNKNOWN,
  type UpdateRequest,
  type UpdateResult,
} from "../provider";
import { checkText } from "./check-text";
import type { RandomResource } from "./random-resource";
import { RESOURCES } from "./resources";

/**
 * Built-in stand-in for the official random provider. Its values live in the state only: any change
 * of an input draws a new one, and a refresh finds nothing to read.
 */
export class RandomProvider implements Provider {
  async configure(): Promise<void> {}

  async check({ type, news }: CheckRequest): Promise<CheckResult> {
    const { fields } = resourceOf(type);
    const failures: CheckFailure[] = [];
    const inputs: PropertyMap = {};
    for (const [name, value] of Object.entries(news)) {
      const property = fields[name];
      if (value === null || name.startsWith("__")) continue;
      if (!property || property.readOnly) {
        const known = Object.keys(fields).filter((field) => !fields[field]?.readOnly);
        failures.push({ property: name, reason: `unknown property${suggestion(name, known)}` });
        continue;
      }
      if (value === UNKNOWN) {
        inputs[name] = UNKNOWN;
        continue;
      }
      const converted = convert(property, value);
      if ("reason" in converted) failures.push({ property: name, reason: converted.reason });
      else inputs[name] = converted.value;
    }
    for (const [name, { required }] of Object.entries(fields)) {
      if (required && inputs[name] === undefined && news[name] === undefined) {
        failures.push({ property: name, reason: "is required" });
      }
    }
    if (fields.overrideSpecial) failures.push(...checkText(inputs));
    return { inputs, failures };
  }

  async diff({ type, oldOutputs, news }: DiffRequest): Promise<DiffResult> {
    const resource = resourceOf(type);
    const planned = complete(resource, news);
    const changed = Object.keys(resource.fields).filter((name) => {
      return !resource.fields[name]?.readOnly && stable(oldOutputs[name]) !== stable(planned[name]);
    });
    // Empty texts and keepers draw nothing new when they only appear or go.
    const replaces = changed.filter(
      (name) => !isEmpty(oldOutputs[name]) || !isEmpty(planned[name]),
    );
    return {
      changes: changed.length > 0,
      diffs: changed.sort(),
      replaces: replaces.sort(),
      deleteBeforeReplace: false,
    };
  }

  async create({ type, inputs, preview }: CreateRequest): Promise<CreateResult> {
    const resource = resourceOf(type);
    const planned = complete(resource, inputs);
    if (preview) {
      const computed = Object.keys(resource.fields).filter(
        (name) => resource.fields[name]?.readOnly,
      );
      const unknown = Object.fromEntries(computed.map((name) => [name, UNKNOWN]));
      return { id: "", outputs: answer(resource, { ...planned, ...unknown, id: UNKNOWN }) };
    }
    if (hasUnknown(planned)) throw new UserError("its inputs are not all known");
    const created = await resource.create(planned);
    return { id: created.id, outputs: answer(resource, { ...planned, ...created }) };
  }

  /** A value that was not recorded was never seen by anybody. */
  async recover(): Promise<undefined> {}

  async read({ type, id, oldInputs, oldOutputs }: ReadRequest): Promise<ReadResult | undefined> {
    const resource = resourceOf(type);
    if (Object.keys(oldOutputs).length > 0) {
      return { id, inputs: oldInputs, outputs: concealKeys(oldOutputs, resource.secrets ?? []) };
    }
    if (!resource.importFrom) throw new UnsupportedError(`the import of ${type}`);
    const outputs = await resource.importFrom(id);
    const given = Object.entries(outputs).filter(([name, value]) => {
      const field = resource.fields[name];
      return field && !field.readOnly && (field.required || value !== field.default);
    });
    const inputs = Object.fromEntries(given.filter(([name]) => !IMPLIED.includes(name)));
    return { id: outputs.id, inputs, outputs: answer(resource, outputs) };
  }

  async update({ type, inputs, oldOutputs }: UpdateRequest): Promise<UpdateResult> {
    const resource = resourceOf(type);
    return { outputs: answer(resource, { ...oldOutputs, ...complete(resource, inputs) }) };
  }

  async delete(): Promise<void> {}

  async invoke({ token }: InvokeRequest): Promise<InvokeResult> {
    throw new UnsupportedError(`the function ${token}`);
  }
}

/** Inputs that follow from others when an import does not say them. */
const IMPLIED = ["number", "numeric"];

function resourceOf(type: string): RandomResource {
  const resource = RESOURCES[type];
  if (!resource) throw new UnsupportedError(`the resource type ${type}`);
  return resource;
}

/** The inputs with their defaults; `number` is the old name of `numeric`, and they always agree. */
function complete({ fields }: RandomResource, inputs: PropertyMap): PropertyMap {
  const completed: PropertyMap = {};
  for (const [name, property] of Object.entries(fields)) {
    const value = inputs[name] ?? property.default;
    if (value !== undefined) completed[name] = value;
  }
  if (!fields.numeric) return completed;
  const numeric = inputs.numeric ?? inputs.number ?? true;
  return { ...completed, number: numeric, numeric };
}

function answer({ schemaVersion, secrets = [] }: RandomResource, outputs: PropertyMap): AnswerMap {
  const { __pulumi_raw_state_delta: _, ...kept } = outputs;
  const meta = schemaVersion && {
    __meta: JSON.stringify({ schema_version: String(schemaVersion) }),
  };
  return concealKeys({ ...kept, ...meta }, secrets);
}

function isEmpty(value: PropertyMap[string] | undefined): boolean {
  return value === undefined || value === null || value === "" || stable(value) === "{}";
}
