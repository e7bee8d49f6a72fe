import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  RegisterResourceRequest,
  ResourceInvokeRequest,
  TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  type TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { messageOf, UserError } from "../errors";
import { packageOf } from "../resource/urn";
import type { Callbacks } from "./callbacks";
import { dependenciesOf, depending, type JsonMap, withOutputs } from "./output-values";
import { optionsOf, setOptions } from "./transform-options";

/** Finds the provider that a parent hands down to resources of a package; empty without one. */
export type InheritedProvider = (pkg: string, parent: string) => string;

/**
 * The functions by which a program changes what it registers and asks for: those of a resource, then
 * those of its parents, then those of the stack.
 */
export class Transforms {
  private readonly ofStack: Callback[] = [];
  private readonly ofInvokes: Callback[] = [];
  /** What is registered so far: its own transforms and its parent. */
  private readonly known = new Map<string, { own: Callback[]; parent: string }>();

  constructor(
    private readonly callbacks: Callbacks,
    private readonly inheritedProvider: InheritedProvider,
  ) {}

  addToStack(callback: Callback): void {
    this.ofStack.push(callback);
  }

  addToInvokes(callback: Callback): void {
    this.ofInvokes.push(callback);
  }

  /** Remembers a resource for the sake of its children. */
  registered(urn: string, request: RegisterResourceRequest): void {
    const own = request.getTransformsList();
    this.known.set(urn, { own, parent: request.getParent() });
  }

  /** The registration that the transforms make of this one, the same one where there are none. */
  async registration(request: RegisterResourceRequest): Promise<RegisterResourceRequest> {
    const own = request.getTransformsList();
    const all = [...own, ...this.ofParents(request.getParent()), ...this.ofStack];
    if (all.length === 0) return request;
    const wanted = propertyDependencies(request);
    let properties = withOutputs(json(request.getObject())) as JsonMap;
    if (own.length > 0) {
      properties = mapJson(properties, (value, key) => depending(value, wanted[key] ?? []));
    }
    let options = optionsOf(request, this.providerOf(request));
    for (const callback of all) {
      const message = new TransformRequest().setName(request.getName()).setType(request.getType());
      message.setCustom(request.getCustom()).setParent(request.getParent());
      message.setProperties(Struct.fromJavaScript(properties)).setOptions(options);
      const bytes = await this.invoke(callback, message.serializeBinary());
      const answer = TransformResponse.deserializeBinary(bytes);
      if (answer.hasProperties()) properties = json(answer.getProperties());
      options = answer.getOptions() ?? options;
    }
    return rewritten(request, properties, options, wanted);
  }

  /** The call of a function that the transforms make of this one. */
  async invocation(request: ResourceInvokeRequest): Promise<ResourceInvokeRequest> {
    if (this.ofInvokes.length === 0) return request;
    let args = json(request.getArgs());
    let options = new TransformInvokeOptions()
      .setProvider(request.getProvider())
      .setVersion(request.getVersion())
      .setPluginDownloadUrl(request.getPlugindownloadurl());
    for (const callback of this.ofInvokes) {
      const message = new TransformInvokeRequest().setToken(request.getTok()).setOptions(options);
      message.setArgs(Struct.fromJavaScript(args));
      const bytes = await this.invoke(callback, message.serializeBinary());
      const answer = TransformInvokeResponse.deserializeBinary(bytes);
      if (answer.hasArgs()) args = json(answer.getArgs());
      options = answer.getOptions() ?? options;
    }
    const result = ResourceInvokeRequest.deserializeBinary(request.serializeBinary());
    result.setArgs(Struct.fromJavaScript(args)).setProvider(options.getProvider());
    return result
      .setVersion(options.getVersion())
      .setPlugindownloadurl(options.getPluginDownloadUrl());
  }

  private ofParents(parent: string): Callback[] {
    const result: Callback[] = [];
    for (let at = this.known.get(parent); at; at = this.known.get(at.parent)) {
      result.push(...at.own);
    }
    return result;
  }

  private providerOf(request: RegisterResourceRequest): string {
    if (request.getProvider() || !request.getCustom()) return request.getProvider();
    return this.inheritedProvider(packageOf(request.getType()), request.getParent());
  }

  private async invoke(callback: Callback, message: Uint8Array): Promise<Uint8Array> {
    try {
      return await this.callbacks.invoke(callback, message);
    } catch (error) {
      throw new UserError(messageOf(error));
    }
  }
}

/** A registration of these properties with these options; what they depend on is read from them. */
function rewritten(
  request: RegisterResourceRequest,
  properties: JsonMap,
  options: TransformResourceOptions,
  wanted: Record<string, string[]>,
): RegisterResourceRequest {
  const result = RegisterResourceRequest.deserializeBinary(request.serializeBinary());
  result.setObject(Struct.fromJavaScript(properties));
  setOptions(result, options);
  const hasOwn = request.getTransformsList().length > 0;
  const all = new Set(hasOwn ? options.getDependsOnList() : request.getDependenciesList());
  const dependencies = result.getPropertydependenciesMap();
  dependencies.clear();
  for (const [key, value] of Object.entries(properties)) {
    const found = dependenciesOf(value);
    // Where only others transform it, what the program said of a property holds as well.
    for (const urn of hasOwn ? [] : (wanted[key] ?? [])) found.add(urn);
    const urns = new RegisterResourceRequest.PropertyDependencies().setUrnsList([...found]);
    dependencies.set(key, urns);
    if (hasOwn) for (const urn of found) all.add(urn);
  }
  return result.setDependenciesList([...all]);
}

/** A program that does not say which property needs what says that every one needs everything. */
function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  const wire = request.getPropertydependenciesMap();
  if (wire.getLength() === 0) {
    const all = request.getDependenciesList();
    return mapJson(json(request.getObject()), () => all);
  }
  wire.forEach((value: RegisterResourceRequest.PropertyDependencies, name: string) => {
    result[name] = value.getUrnsList();
  });
  return result;
}

const json = (struct: Struct | undefined) => (struct?.toJavaScript() ?? {}) as JsonMap;

function mapJson<T>(map: JsonMap, change: (value: JsonMap[string], key: string) => T) {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, change(value, key)]),
  ) as Record<string, T>;
}
