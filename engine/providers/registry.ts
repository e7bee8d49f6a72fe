import { randomUUID } from "node:crypto";

import { UserError } from "../errors";
import { revealMap } from "../resource/secrecy";
import type { ResourceState } from "../resource/state";
import { formatProviderRef, isProviderType, packageOf, parseProviderRef } from "../resource/urn";
import { isMap, type ValueMap } from "../resource/value";
import { UNKNOWN_SENTINEL } from "../resource/wire";
import { isAskedInAnyRun } from "./plugin/dynamic-provider";
import { DYNAMIC_PACKAGE } from "./plugin/locate";
import type { ProviderPool } from "./pool";
import type { CheckResult, DiffResult, PropertyMap, Provider } from "./provider";

/** Inputs of a provider resource that are the engine's and not the provider's. */
const INTERNAL_KEY = "__internal";

/** The inputs of a provider resource, with what the engine notes in them. */
export function withVersion(
  inputs: ValueMap,
  version: string,
  pluginDownloadUrl: string,
): ValueMap {
  if (!version && !pluginDownloadUrl) return inputs;
  const internal = isMap(inputs[INTERNAL_KEY]) ? inputs[INTERNAL_KEY] : {};
  return {
    ...inputs,
    [INTERNAL_KEY]: pluginDownloadUrl
      ? { ...internal, pluginDownloadURL: pluginDownloadUrl }
      : internal,
    ...(version ? { version } : {}),
  };
}

/** The configuration proper of a provider resource: its inputs without the engine's notes. */
export function providerConfig(inputs: ValueMap): ValueMap {
  const { [INTERNAL_KEY]: _, ...config } = inputs;
  return config;
}

/** The provider resources of one phase, and the providers that they stand for. */
export class ProviderRegistry {
  private readonly providers = new Map<string, Promise<Provider>>();
  private changesExpected = false;

  constructor(
    private readonly pool: ProviderPool,
    private readonly preview: boolean,
  ) {}

  /** The provider that a reference names. It has been registered or ensured before. */
  get(ref: string): Promise<Provider> {
    const provider = this.providers.get(ref);
    if (!provider) throw new UserError(`unknown provider '${ref}'`);
    return provider;
  }

  /** Puts a provider resource into service, under its URN and any other that refers to it. */
  async register(state: ResourceState, inputs: ValueMap, otherUrns: string[] = []): Promise<void> {
    const provider = this.start(state.type, inputs);
    for (const urn of [state.urn, ...otherUrns]) {
      this.providers.set(formatProviderRef({ urn, id: state.id }), provider);
    }
    await provider;
  }

  /** Puts an old provider resource into service, where the program did not register it again. */
  async ensure(ref: string, olds: Iterable<ResourceState>): Promise<Provider> {
    const known = this.providers.get(ref);
    if (known) return known;
    const { urn, id } = parseProviderRef(ref);
    for (const old of olds) {
      if (old.urn !== urn || old.id !== id) continue;
      await this.register(old, old.inputs);
      return this.get(ref);
    }
    throw new UserError(`unknown provider '${ref}'`);
  }

  /** Begins to load or start what served these resources: most likely it is needed again. */
  prepare(olds: readonly ResourceState[]): void {
    for (const { type, inputs } of olds) {
      // What goes wrong is told to who needs it.
      if (isProviderType(type)) this.validator(type, inputs).catch(() => {});
    }
    const isAsked = ({ type, inputs }: ResourceState) =>
      packageOf(type) === DYNAMIC_PACKAGE && isAskedInAnyRun(revealMap(inputs));
    if (olds.some(isAsked)) this.pool.warmDynamic();
  }

  async check(
    type: string,
    urn: string,
    olds: ValueMap | undefined,
    news: ValueMap,
  ): Promise<CheckResult> {
    const provider = await this.validator(type, news);
    if (!provider.checkConfig) return { inputs: news, failures: [] };
    const config = revealMap(providerConfig(news));
    const checked = await provider.checkConfig(
      urn,
      olds && revealMap(providerConfig(olds)),
      config,
    );
    const internal = news[INTERNAL_KEY];
    const inputs: ValueMap = { ...checked.inputs };
    if (internal !== undefined) inputs[INTERNAL_KEY] = internal;
    if (news.version !== undefined) inputs.version = news.version;
    return { inputs, failures: checked.failures };
  }

  async diff(type: string, urn: string, olds: ValueMap, news: ValueMap): Promise<DiffResult> {
    const provider = await this.validator(type, news);
    const [before, after] = [revealMap(providerConfig(olds)), revealMap(providerConfig(news))];
    if (provider.diffConfig) return provider.diffConfig(urn, before, after);
    const diffs = Object.keys({ ...before, ...after }).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    return { changes: diffs.length > 0, replaces: [], deleteBeforeReplace: false, diffs };
  }

  /** Something changes, and dynamic resources among these may have to change with it. */
  expectChanges(olds: readonly ResourceState[]): void {
    if (this.preview || this.changesExpected) return;
    this.changesExpected = true;
    if (olds.some(({ type }) => packageOf(type) === DYNAMIC_PACKAGE)) this.pool.warmDynamic();
  }

  /** The id of a new provider resource. A preview does not know it yet. */
  newId(): string {
    return this.preview ? UNKNOWN_SENTINEL : randomUUID();
  }

  private validator(type: string, inputs: ValueMap): Promise<Provider> {
    return this.pool.validator(packageOf(type), versionOf(inputs));
  }

  private start(type: string, inputs: ValueMap): Promise<Provider> {
    const config: PropertyMap = revealMap(providerConfig(inputs));
    return this.pool.withConfig(packageOf(type), versionOf(inputs), config);
  }
}

function versionOf(inputs: ValueMap): string | undefined {
  return typeof inputs.version === "string" ? inputs.version : undefined;
}
