import type {
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  InvokeResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import {
  ConfigureRequest,
  CheckRequest as WireCheck,
  CreateRequest as WireCreate,
  DeleteRequest as WireDelete,
  DiffRequest as WireDiff,
  InvokeRequest as WireInvoke,
  ReadRequest as WireRead,
  UpdateRequest as WireUpdate,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { withSources } from "../../assets/digest";
import { parseUrn } from "../../resource/urn";
import { containsUnknown, type ValueMap } from "../../resource/value";
import { fromWire, toWire } from "../../resource/wire";
import {
  type CheckRequest,
  type CheckResult,
  type CreateRequest,
  type CreateResult,
  type DeleteRequest,
  type DiffRequest,
  type DiffResult,
  type InvokeRequest,
  type InvokeResult,
  PartialFailure,
  type PropertyMap,
  type Provider,
  type ReadRequest,
  type ReadResult,
  type UpdateRequest,
  type UpdateResult,
} from "../provider";
import { compareInputs, diffFromWire, failuresFromWire } from "./answers";
import { DYNAMIC_PACKAGE } from "./locate";
import type { RunningPlugin } from "./process";
import { call, isUnimplemented } from "./rpc";

/** Secrets are the engine's business; a provider gets plain values. */
const PLAIN = { secrets: false, references: false };

/** Where values are only compared, and what is old: the digests of files say it all. */
const DIGESTS = { ...PLAIN, digestsOnly: true };

/** A provider that runs as a process of its own and speaks Pulumi's protocol. */
export class PluginProvider implements Provider {
  private supportsPreview = false;
  /** False when the configuration holds values that a preview cannot know. */
  private configured = true;

  constructor(
    private readonly pkg: string,
    private readonly plugin: RunningPlugin,
  ) {}

  private get client() {
    return this.plugin.client;
  }

  async checkConfig(
    urn: string,
    olds: PropertyMap | undefined,
    news: PropertyMap,
  ): Promise<CheckResult> {
    const { type, name } = parseUrn(urn);
    const request = new WireCheck().setUrn(urn).setNews(toWire(news, PLAIN)).setType(type);
    request.setName(name).setOlds(toWire(olds ?? {}, PLAIN));
    try {
      const answer = await call<CheckResponse>((done) => this.client.checkConfig(request, done));
      return { inputs: fromWire(answer.getInputs()), failures: failuresFromWire(answer) };
    } catch (error) {
      if (!isUnimplemented(error)) throw error;
      return { inputs: news, failures: [] };
    }
  }

  async diffConfig(urn: string, olds: PropertyMap, news: PropertyMap): Promise<DiffResult> {
    const { type, name } = parseUrn(urn);
    const request = new WireDiff().setUrn(urn).setType(type).setName(name);
    request.setOldInputs(toWire(olds, PLAIN)).setOlds(toWire(olds, PLAIN));
    request.setNews(toWire(news, PLAIN));
    try {
      const answer = await call<DiffResponse>((done) => this.client.diffConfig(request, done));
      return diffFromWire(answer, olds, news);
    } catch (error) {
      if (!isUnimplemented(error)) throw error;
      return diffFromWire(undefined, olds, news);
    }
  }

  async configure(config: PropertyMap): Promise<void> {
    if (containsUnknown(config)) {
      this.configured = false;
      return;
    }
    const request = new ConfigureRequest().setArgs(toWire(config, PLAIN));
    request.setAcceptsecrets(true).setAcceptresources(true);
    request.setSendsOldInputs(true).setSendsOldInputsToDelete(true);
    for (const [key, value] of Object.entries(config)) {
      if (key === "version") continue;
      const text = typeof value === "string" ? value : JSON.stringify(value);
      request.getVariablesMap().set(`${this.pkg}:config:${key}`, text);
    }
    const answer = await call<ConfigureResponse>((done) => this.client.configure(request, done));
    this.supportsPreview = answer.getSupportspreview();
  }

  async check({ urn, type, name, olds, news, randomSeed }: CheckRequest): Promise<CheckResult> {
    if (!this.configured) return { inputs: news, failures: [] };
    const request = new WireCheck().setUrn(urn).setType(type).setName(name);
    request.setOlds(toWire(olds ?? {}, PLAIN)).setNews(toWire(news, PLAIN));
    request.setRandomseed(new Uint8Array(randomSeed));
    const answer = await call<CheckResponse>((done) => this.client.check(request, done));
    return { inputs: fromWire(answer.getInputs()), failures: failuresFromWire(answer) };
  }

  async diff(request: DiffRequest): Promise<DiffResult> {
    if (!this.configured) return compareInputs(request.oldInputs, request.news);
    const { urn, type, id, oldInputs, oldOutputs, news, ignoreChanges } = request;
    const wire = new WireDiff().setUrn(urn).setType(type).setName(parseUrn(urn).name).setId(id);
    wire.setOldInputs(toWire(oldInputs, DIGESTS)).setOlds(toWire(oldOutputs, DIGESTS));
    wire.setNews(toWire(news, DIGESTS)).setIgnorechangesList(ignoreChanges);
    const answer = await call<DiffResponse>((done) => this.client.diff(wire, done));
    return diffFromWire(answer, oldInputs, news);
  }

  async create(request: CreateRequest): Promise<CreateResult> {
    const { urn, type, name, inputs, preview, timeoutSeconds } = request;
    if (preview && !this.canPreview) return { id: "", outputs: this.configured ? inputs : {} };
    const wire = new WireCreate().setUrn(urn).setType(type).setName(name).setPreview(preview);
    wire.setProperties(toWire(inputs, PLAIN)).setTimeout(timeoutSeconds ?? 0);
    const answer = await call<CreateResponse>((done) => this.client.create(wire, done));
    return { id: answer.getId(), outputs: fromWire(answer.getProperties()) };
  }

  async read(request: ReadRequest): Promise<ReadResult | undefined> {
    const { urn, type, name, id, oldInputs, oldOutputs } = request;
    const wire = new WireRead().setUrn(urn).setType(type).setName(name).setId(id);
    wire.setInputs(toWire(oldInputs, DIGESTS)).setProperties(toWire(oldOutputs, DIGESTS));
    const whole = (found: ValueMap) => withSources(found, oldInputs);
    try {
      const answer = await call<ReadResponse>((done) => this.client.read(wire, done));
      if (!answer.getId()) return undefined;
      const inputs = answer.getInputs() ? whole(fromWire(answer.getInputs())) : oldInputs;
      return { id: answer.getId(), inputs, outputs: whole(fromWire(answer.getProperties())) };
    } catch (error) {
      if (!(error instanceof PartialFailure)) throw error;
      const { outputs, reasons } = error;
      return { id: error.id || id, inputs: oldInputs, outputs, initErrors: [...reasons] };
    }
  }

  async update(request: UpdateRequest): Promise<UpdateResult> {
    const { urn, type, name, id, inputs, oldInputs, oldOutputs, preview } = request;
    if (preview && !this.canPreview) return { outputs: this.configured ? inputs : {} };
    const wire = new WireUpdate().setUrn(urn).setType(type).setName(name).setId(id);
    wire.setOldInputs(toWire(oldInputs, DIGESTS)).setOlds(toWire(oldOutputs, DIGESTS));
    wire
      .setNews(toWire(inputs, PLAIN))
      .setPreview(preview)
      .setTimeout(request.timeoutSeconds ?? 0);
    wire.setIgnorechangesList(request.ignoreChanges);
    const answer = await call<UpdateResponse>((done) => this.client.update(wire, done));
    return { outputs: fromWire(answer.getProperties()) };
  }

  async delete(request: DeleteRequest): Promise<void> {
    const { urn, type, name, id, oldInputs, oldOutputs, timeoutSeconds } = request;
    const wire = new WireDelete().setUrn(urn).setType(type).setName(name).setId(id);
    wire.setOldInputs(toWire(oldInputs, DIGESTS)).setProperties(toWire(oldOutputs, DIGESTS));
    wire.setTimeout(timeoutSeconds ?? 0);
    await call<Empty>((done) => this.client.delete(wire, done));
  }

  async invoke({ token, args }: InvokeRequest): Promise<InvokeResult> {
    const wire = new WireInvoke().setTok(token).setArgs(toWire(args, PLAIN));
    const answer = await call<InvokeResponse>((done) => this.client.invoke(wire, done));
    const failures = failuresFromWire(answer);
    return failures.length ? { failures } : { result: fromWire(answer.getReturn()) };
  }

  cancel(): void {
    this.client.cancel(new Empty(), () => {});
    // The dynamic provider's answer to that is to do nothing.
    if (this.pkg === DYNAMIC_PACKAGE) this.plugin.interrupt();
  }

  async close(): Promise<void> {
    this.plugin.stop();
  }

  /** Where a preview is not possible, the inputs are all that is known of the outputs. */
  private get canPreview(): boolean {
    return this.supportsPreview && this.configured;
  }
}
