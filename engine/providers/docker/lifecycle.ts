import { parsePath, restore } from "../../resource/property-path";
import { concealAt } from "../../resource/secrecy";
import {
  type AnswerMap,
  type CheckRequest,
  type CheckResult,
  type CreateRequest,
  type CreateResult,
  type DeleteRequest,
  type DiffRequest,
  type DiffResult,
  PartialFailure,
  type PropertyMap,
  type ReadRequest,
  type ReadResult,
  UNKNOWN,
  type UpdateRequest,
  type UpdateResult,
} from "../provider";
import { CreatedButFailed, type Handler, type Session } from "./handler";
import { check, nameIsFixed } from "./schema/check";
import { diff, stableProperties, UNCHANGED } from "./schema/diff";
import { plan } from "./schema/plan";
import type { Fields, ValuesOf } from "./schema/property";
import { importedInputs, refreshedInputs } from "./schema/read-inputs";
import { settleApplied, settleRefreshed } from "./schema/settle";
import { isObject, stable } from "./schema/values";

/** The provider's verbs for one resource type, made from its table and its calls of the Docker API. */
export class Lifecycle<F extends Fields> {
  constructor(private readonly handler: Handler<F>) {}

  check(request: CheckRequest): CheckResult {
    const { inputs, failures } = check(this.handler.fields, request);
    return { inputs: concealed(inputs, this.handler.secrets), failures };
  }

  diff({ oldOutputs, news, ignoreChanges }: DiffRequest): DiffResult {
    const { fields } = this.handler;
    // Docker may have added something of its own to what is to be ignored.
    const planned = ignoreChanges.reduce<PropertyMap>(
      (outputs, path) => restore(outputs, oldOutputs, parsePath(path)) as PropertyMap,
      plan(fields, news, oldOutputs),
    );
    const { diffs, replaces, detailedDiff } = diff(fields, oldOutputs, planned, news);
    if (diffs.length === 0) return UNCHANGED;
    const namedByHand = nameIsFixed(fields, news);
    return {
      changes: true,
      diffs,
      replaces,
      detailedDiff,
      stables: stableProperties(fields, replaces),
      deleteBeforeReplace:
        replaces.length > 0 && (this.handler.deleteBeforeReplace === true || namedByHand),
    };
  }

  sharesName(inputs: PropertyMap): boolean {
    return nameIsFixed(this.handler.fields, inputs);
  }

  async create(
    { inputs, preview }: CreateRequest,
    session: () => Promise<Session>,
  ): Promise<CreateResult> {
    const { fields } = this.handler;
    const planned = plan(fields, inputs);
    if (preview) return { id: "", outputs: this.answer({ ...planned, id: UNKNOWN }) };
    try {
      const { id, live } = await this.handler.create(valuesOf<F>(inputs), await session());
      return { id, outputs: this.answer({ ...settleApplied(fields, planned, live), id }) };
    } catch (error) {
      if (!(error instanceof CreatedButFailed)) throw error;
      const { id, live, message } = error;
      const outputs = this.answer({ ...settleApplied(fields, planned, live), id });
      throw new PartialFailure(id, outputs, message);
    }
  }

  async recover(
    { inputs, preview }: CreateRequest,
    session: () => Promise<Session>,
  ): Promise<CreateResult | undefined> {
    const { fields, recover } = this.handler;
    // Nobody can look for something without a name.
    if (inputs.name === "") return undefined;
    const found = recover && (await recover(valuesOf<F>(inputs), await session(), preview));
    if (!found) return undefined;
    const outputs = { ...settleApplied(fields, plan(fields, inputs), found.live), id: found.id };
    return { id: found.id, outputs: this.answer(outputs) };
  }

  async read(
    request: ReadRequest,
    session: () => Promise<Session>,
  ): Promise<ReadResult | undefined> {
    const { fields } = this.handler;
    const { id, oldInputs, oldOutputs } = request;
    const found = await this.handler.read(id, valuesOf<F>(oldOutputs), await session());
    if (!found) return undefined;
    const outputs = { ...settleRefreshed(fields, oldOutputs, found.live), id: found.id };
    const isImport = Object.keys(oldOutputs).length === 0;
    const inputs = isImport
      ? importedInputs(fields, outputs)
      : refreshedInputs(fields, oldInputs, outputs);
    return {
      id: found.id,
      inputs: concealed(inputs, this.handler.secrets),
      outputs: this.answer(outputs, oldOutputs),
    };
  }

  async update(request: UpdateRequest, session: () => Promise<Session>): Promise<UpdateResult> {
    const { fields } = this.handler;
    const { id, inputs, oldOutputs, preview } = request;
    const planned = plan(fields, inputs, oldOutputs);
    if (preview) return { outputs: this.answer({ ...planned, id }) };
    const state = valuesOf<F>(oldOutputs);
    const live =
      (await this.handler.update?.(id, valuesOf<F>(inputs), await session(), state)) ?? {};
    const outputs = settleApplied(fields, planned, live, oldOutputs);
    return { outputs: this.answer({ ...outputs, id }) };
  }

  async delete({ id, oldOutputs }: DeleteRequest, session: () => Promise<Session>): Promise<void> {
    await this.handler.delete(id, valuesOf<F>(oldOutputs), await session());
  }

  async finishDelete(
    request: DeleteRequest & { preview: boolean },
    session: () => Promise<Session>,
  ): Promise<boolean> {
    if (!this.handler.deletesInSteps) return false;
    if (!request.preview) await this.delete(request, session);
    return true;
  }

  /**
   * Outputs with the official provider's own marks. What it keeps beside them about their exact form
   * (`__pulumi_raw_state_delta`) holds only as long as nothing has changed.
   */
  private answer(outputs: PropertyMap, olds: PropertyMap = {}): AnswerMap {
    const { schemaVersion, timeouts, secrets } = this.handler;
    const unchanged = Object.entries(outputs).every(([name, value]) => {
      return stable(value) === stable(olds[name]);
    });
    if (unchanged) return concealed(olds, secrets);
    const meta = {
      ...(timeouts
        ? { [TIMEOUTS]: { create: MINUTES_20, delete: MINUTES_20, update: MINUTES_20 } }
        : {}),
      ...(schemaVersion === undefined ? {} : { schema_version: String(schemaVersion) }),
    };
    const marked: AnswerMap = concealed(outputs, secrets);
    return Object.keys(meta).length > 0 ? { ...marked, __meta: JSON.stringify(meta) } : marked;
  }
}

/** The key under which the official states keep timeouts, in nanoseconds. */
const TIMEOUTS = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";
const MINUTES_20 = 1_200_000_000_000;

/** Marks the given ones of these properties as secret. */
function concealed(properties: AnswerMap, secrets: string[] = []): AnswerMap {
  return secrets.reduce((marked, path) => concealAt(marked, path.split(".")), properties);
}

/** Checked inputs and states have the types of their table; absent, null and unknown are one here. */
function valuesOf<F extends Fields>(properties: PropertyMap): ValuesOf<F> {
  const given = Object.entries(withoutUnknown(properties)).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as ValuesOf<F>;
}

function withoutUnknown(map: PropertyMap): PropertyMap {
  const known = Object.entries(map).filter(([, value]) => value !== UNKNOWN);
  return Object.fromEntries(
    known.map(([name, value]) => [name, isObject(value) ? withoutUnknown(value) : value]),
  );
}
