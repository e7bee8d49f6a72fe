import * as pulumi from "@pulumi/pulumi";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { vi } from "vitest";

import serializeClosure = require("@pulumi/pulumi/runtime/closure/serializeClosure");

/** Options of a registration, as the engine is told of them; those left out are not there. */
export interface SeenOptions {
  protect?: boolean;
  deletedWith?: string;
  /** By operation. */
  customTimeouts?: Record<string, string>;
  /** Id of something that is there already. */
  import?: string;
  deleteBeforeReplace?: boolean;
  retainOnDelete?: boolean;
  replaceOnChanges?: string[];
  ignoreChanges?: string[];
  /** Types that the resource had before. */
  formerTypes?: string[];
  additionalSecretOutputs?: string[];
}

/** A resource as a program registered it. */
export interface Registration {
  /** Type token. */
  type: string;
  name: string;
  custom: boolean;
  /** Key of the parent; undefined at the top. */
  parent: string | undefined;
  /** Secrets are `{ secret: VALUE }`, wherever they are. */
  inputs: Record<string, unknown>;
  /** Outputs of a component, as it registered them. */
  outputs?: Record<string, unknown>;
  options: SeenOptions;
  /** Keys of everything that it waits for, named by `dependsOn` or used as an input; sorted. */
  dependencies: string[];
  /** Of those, the ones that an input comes from. */
  sources: Record<string, string[]>;
  /** Key of the provider that it was given; undefined for the default one. */
  provider: string | undefined;
}

type Done = (error: unknown, response: unknown) => void;

/** The part of Pulumi's mock monitor that is listened in on. */
interface Monitor {
  registerResource(request: RegisterResourceRequest, done: Done): unknown;
  registerResourceOutputs(request: RegisterResourceOutputsRequest, done: Done): unknown;
}

type DynamicProvider = Required<pulumi.dynamic.ResourceProvider<unknown, unknown>>;

/** Serialised dynamic providers by the text that stands for them. */
const dynamicProviders = new Map<string, DynamicProvider>();

/** A secret among recorded inputs. */
export const secret = (value: unknown) => ({ secret: value });

/** The value of an output. */
export function settled<V>(output: pulumi.Input<V>): Promise<pulumi.Unwrap<V>> {
  return new Promise((resolve) => pulumi.output(output).apply(resolve));
}

const named = (name: string, inputs: Record<string, unknown>) => ({
  name: inputs.name ?? `${name}-0a1b2c3`,
});

/** Stands for what a resource's provider would compute. */
const COMPUTED: Record<string, (name: string, inputs: Record<string, unknown>) => object> = {
  "docker:index/container:Container": named,
  "docker:index/image:Image": (_, { imageName }) => ({ repoDigest: `${imageName}@sha256:0` }),
  "docker:index/remoteImage:RemoteImage": (_, inputs) => ({
    imageId: `id of ${inputs.name}`,
    repoDigest: `digest of ${inputs.name}`,
  }),
  "docker:index/service:Service": named,
  "docker:index/serviceConfig:ServiceConfig": named,
  "random:index/randomPassword:RandomPassword": (name) => ({
    result: pulumi.secret(`VALUE-OF-${name}`),
  }),
  "random:index/randomId:RandomId": () => ({ hex: "version 1" }),
  "pulumi-nodejs:dynamic/berth:ImageUser": () => ({ uid: "10001" }),
};

/** `PACKAGE:TYPE NAME`, such as `docker:Container app`, `berth:MySql database` or `pulumi-nodejs:HealthGate app-healthy`. */
function keyOf(type: string, name: string): string {
  const words = type.split(":");
  return `${words[0]}:${words.at(-1)} ${name}`;
}

function keyOfUrn(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return keyOf(types.split("$").at(-1) ?? "", name);
}

/** Secrets in Pulumi's wire format become `{ secret: VALUE }`. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object[pulumi.runtime.specialSigKey] === pulumi.runtime.specialSecretSig) {
    return secret(readable(object.value));
  }
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, readable(item)]));
}

function optionsOf(request: RegisterResourceRequest): SeenOptions {
  const replaceOnChanges = request.getReplaceonchangesList();
  const ignoreChanges = request.getIgnorechangesList();
  const formerTypes = request.getAliasesList().flatMap((alias) => alias.getSpec()?.getType() || []);
  const additionalSecretOutputs = request.getAdditionalsecretoutputsList();
  const { create = "", update = "" } = request.getCustomtimeouts()?.toObject() ?? {};
  const customTimeouts = { ...(create && { create }), ...(update && { update }) };
  return {
    ...(request.getProtect() && { protect: true }),
    ...(request.getDeletedwith() && { deletedWith: keyOfUrn(request.getDeletedwith()) }),
    ...(Object.keys(customTimeouts).length > 0 && { customTimeouts }),
    ...(request.getImportid() && { import: request.getImportid() }),
    ...(request.getDeletebeforereplacedefined() && {
      deleteBeforeReplace: request.getDeletebeforereplace(),
    }),
    ...(request.hasRetainondelete() && { retainOnDelete: request.getRetainondelete() }),
    ...(replaceOnChanges.length > 0 && { replaceOnChanges }),
    ...(ignoreChanges.length > 0 && { ignoreChanges }),
    ...(formerTypes.length > 0 && { formerTypes }),
    ...(additionalSecretOutputs.length > 0 && { additionalSecretOutputs }),
  };
}

function sourcesOf(request: RegisterResourceRequest): Registration["sources"] {
  const sources: Registration["sources"] = {};
  request.getPropertydependenciesMap().forEach((dependencies, input) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) sources[input] = urns.map(keyOfUrn).sort();
  });
  return sources;
}

/** Everything that a program registered. */
export class Recording<T> {
  constructor(
    /** What the program returned. */
    readonly value: T,
    readonly registrations: readonly Registration[],
  ) {}

  /** The one registration of that key. */
  get(key: string): Registration {
    const found = this.registrations.filter(({ type, name }) => keyOf(type, name) === key);
    const [only] = found;
    if (only && found.length === 1) return only;
    throw new Error(`${found.length} registrations of ${key} among:\n${this.tree().join("\n")}`);
  }

  /** `TYPE NAME` of each resource, children below their parent and indented, sorted by key. */
  tree(parent?: string): string[] {
    return this.registrations
      .filter((registration) => registration.parent === parent)
      .sort((a, b) => (keyOf(a.type, a.name) < keyOf(b.type, b.name) ? -1 : 1))
      .flatMap(({ type, name }) => [
        `${type} ${name}`,
        ...this.tree(keyOf(type, name)).map((line) => `  ${line}`),
      ]);
  }

  /** What everything shows to everybody: all inputs as text, without what is marked as secret. */
  publicInputs(): string {
    const inputs = this.registrations.map((registration) => registration.inputs);
    return JSON.stringify(inputs, (_, value) => (value?.secret ? "[secret]" : value));
  }

  /** The logic of a dynamic resource. */
  dynamicProvider(key: string): DynamicProvider {
    const provider = dynamicProviders.get(String(this.get(key).inputs.__provider));
    if (!provider) throw new Error(`${key} is not a dynamic resource`);
    return provider;
  }
}

/** Runs a program against Pulumi's mocks and records what it registers. */
export async function record<T>(
  program: () => T,
  { preview = false } = {},
): Promise<Recording<Awaited<T>>> {
  const registrations: Registration[] = [];
  vi.spyOn(serializeClosure, "serializeFunction").mockImplementation(async (thunk) => {
    const text = `dynamic provider ${dynamicProviders.size + 1}`;
    dynamicProviders.set(text, thunk());
    return { text, exportName: "handler", containsSecrets: false };
  });
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs }) => ({
      id: `id of ${name}`,
      state: { ...inputs, ...COMPUTED[type]?.(name, inputs) },
    }),
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, undefined, undefined, preview);
  listenIn(pulumi.runtime.getMonitor() as unknown as Monitor, registrations);
  const value = await program();
  await pulumi.runtime.disconnect();
  return new Recording(value, registrations);
}

function listenIn(monitor: Monitor, registrations: Registration[]): void {
  const { registerResource, registerResourceOutputs } = monitor;
  monitor.registerResource = (request, done) => {
    registrations.push({
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      parent: request.getParent() ? keyOfUrn(request.getParent()) : undefined,
      inputs: readable(request.getObject()?.toJavaScript()) as Registration["inputs"],
      options: optionsOf(request),
      dependencies: request.getDependenciesList().map(keyOfUrn).sort(),
      sources: sourcesOf(request),
      provider: request.getProvider() ? keyOfUrn(request.getProvider()) : undefined,
    });
    return registerResource.call(monitor, request, done);
  };
  monitor.registerResourceOutputs = (request, done) => {
    const key = keyOfUrn(request.getUrn());
    const component = registrations.find(({ type, name }) => keyOf(type, name) === key);
    if (!component || component.outputs) throw new Error(`${key} registers outputs twice`);
    component.outputs = readable(request.getOutputs()?.toJavaScript()) as Registration["inputs"];
    return registerResourceOutputs.call(monitor, request, done);
  };
}
