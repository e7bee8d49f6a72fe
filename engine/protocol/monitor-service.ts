import type { ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { CheckFailure as WireFailure } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  DeploymentInfo,
  ResourceMonitorFeature as Feature,
  type ReadResourceRequest,
  ReadResourceResponse,
  type RegisterPackageRequest,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  ResourceInvokeResponse,
  Result,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { withDigests } from "../assets/digest";
import { UnsupportedError } from "../errors";
import { fromWire, toWire } from "../resource/wire";
import type { Callbacks } from "./callbacks";
import { goalFromRequest, sourceOf } from "./goal-from-request";
import { GET_RESOURCE, type Monitor, type ProviderChoice, type RunInfo } from "./monitor";
import { unary } from "./server";
import { Transforms } from "./transforms";

/** By the names that older programs ask for; hooks are "supported" to be refused clearly. */
const FEATURES: Record<string, Feature> = {
  secrets: Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  replacementTrigger: Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  deletedWith: Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  transforms: Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  invokeTransforms: Feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
  parameterization: Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  resourceHooks: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  errorHooks: Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
};

/** The service by which a program registers its resources. */
export function monitorService(
  monitor: Monitor,
  info: RunInfo,
  callbacks: Callbacks,
): [ServiceDefinition, UntypedServiceImplementation] {
  const transforms = new Transforms(callbacks, (pkg, parent) =>
    monitor.inheritedProvider(pkg, parent),
  );
  const method = <Request, Response>(answer: (request: Request) => Promise<Response>) =>
    unary(answer, (error) => monitor.fail(error));
  const unsupported = (feature: string) =>
    method(async () => {
      throw new UnsupportedError(feature);
    });
  return [
    ResourceMonitorService as unknown as ServiceDefinition,
    {
      getDeploymentInfo: method(async () => deploymentInfo(info)),
      supportsFeature: method(async (request: SupportsFeatureRequest) =>
        new SupportsFeatureResponse().setHassupport(request.getId() in FEATURES),
      ),
      registerResource: method(async (request: RegisterResourceRequest) => {
        const response = await register(monitor, await transforms.registration(request), info);
        transforms.registered(response.getUrn(), request);
        return response;
      }),
      registerResourceOutputs: method(async (request: RegisterResourceOutputsRequest) => {
        const outputs = await withDigests(fromWire(request.getOutputs()), info.folder);
        await monitor.registerOutputs(request.getUrn(), outputs);
        return new Empty();
      }),
      readResource: method((request: ReadResourceRequest) => read(monitor, request, info)),
      // The program hears of a function that fails, and may go on without its answer.
      invoke: unary(
        async (request: ResourceInvokeRequest) =>
          invoke(monitor, await transforms.invocation(request), info),
        (error) => {
          if (error instanceof UnsupportedError) monitor.fail(error);
        },
      ),
      signalAndWaitForShutdown: method(async () => {
        await monitor.finished();
        // A program ends with the answer, and is to look again later: it is ended then.
        return info.isActedOn ? new Promise<Empty>(() => {}) : new Empty();
      }),
      call: unsupported("calling methods of resources"),
      existsResource: unsupported("asking whether a resource exists"),
      registerStackTransform: method(async (callback: Callback) => {
        transforms.addToStack(callback);
        return new Empty();
      }),
      registerStackInvokeTransform: method(async (callback: Callback) => {
        transforms.addToInvokes(callback);
        return new Empty();
      }),
      registerResourceHook: unsupported("resource hooks"),
      registerErrorHook: unsupported("error hooks"),
      registerPackage: method(async (request: RegisterPackageRequest) => {
        throw new UnsupportedError(`the parameterized package "${request.getName()}"`);
      }),
    },
  ];
}

function deploymentInfo(info: RunInfo): DeploymentInfo {
  const message = new DeploymentInfo().setProject(info.project).setStack(info.stack);
  message.setOrganization("organization").setDryrun(info.preview).setParallel(info.parallel);
  for (const [key, value] of Object.entries(info.config)) message.getConfigMap().set(key, value);
  message.setConfigsecretkeysList(info.secretKeys);
  return message.setSupportedfeaturesList(Object.values(FEATURES));
}

async function register(
  monitor: Monitor,
  request: RegisterResourceRequest,
  info: RunInfo,
): Promise<RegisterResourceResponse> {
  const wanted = goalFromRequest(request, info.root);
  const goal = { ...wanted, inputs: await withDigests(wanted.inputs, info.folder) };
  const providers: Record<string, string> = {};
  request.getProvidersMap().forEach((ref: string, pkg: string) => {
    providers[pkg] = ref;
  });
  const { state, failed, unknown } = await monitor.register(goal, choice(request), providers);
  const options = { secrets: request.getAcceptsecrets(), references: request.getAcceptresources() };
  // A component's outputs are the program's own: sending old ones back would only confuse it.
  const outputs = goal.custom ? state.outputs : {};
  const response = new RegisterResourceResponse().setUrn(state.urn).setId(state.id);
  response.setObject(toWire(outputs, options)).setResult(failed ? Result.FAIL : Result.SUCCESS);
  return response.setUnknown(unknown);
}

async function read(
  monitor: Monitor,
  request: ReadResourceRequest,
  info: RunInfo,
): Promise<ReadResourceResponse> {
  if (request.getPackageref()) throw new UnsupportedError("parameterized packages");
  const goal = {
    type: request.getType(),
    name: request.getName(),
    id: request.getId(),
    parent: request.getParent() || undefined,
    inputs: await withDigests(fromWire(request.getProperties()), info.folder),
    dependencies: request.getDependenciesList().sort(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    ...sourceOf(request, info.root),
  };
  const state = await monitor.read(goal, choice(request));
  const options = { secrets: request.getAcceptsecrets(), references: request.getAcceptresources() };
  return new ReadResourceResponse().setUrn(state.urn).setProperties(toWire(state.outputs, options));
}

async function invoke(
  monitor: Monitor,
  request: ResourceInvokeRequest,
  info: RunInfo,
): Promise<ResourceInvokeResponse> {
  if (request.getPackageref()) throw new UnsupportedError("parameterized packages");
  const answer = await monitor.invoke(
    request.getTok(),
    await withDigests(fromWire(request.getArgs()), info.folder),
    choice(request),
  );
  const response = new ResourceInvokeResponse();
  if ("failures" in answer) {
    return response.setFailuresList(
      answer.failures.map(({ property, reason }) =>
        new WireFailure().setProperty(property).setReason(reason),
      ),
    );
  }
  // Older programs do not say that they know references, and are given them by this one all the same.
  const references = request.getAcceptresources() || request.getTok() === GET_RESOURCE;
  const options = { secrets: true, references };
  return response.setReturn(toWire(answer.result, options));
}

function choice(
  request: RegisterResourceRequest | ReadResourceRequest | ResourceInvokeRequest,
): ProviderChoice {
  return {
    ref: request.getProvider(),
    version: request.getVersion(),
    pluginDownloadUrl: request.getPlugindownloadurl(),
  };
}
