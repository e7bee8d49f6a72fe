import type { ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  type LogRequest,
  type RequirePulumiVersionRequest,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
  type StartDebuggingRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { satisfies } from "semver";

import { UnsupportedError, UserError } from "../errors";
import type { Severity } from "../providers/provider";
import { ENGINE_VERSION } from "../state/deployment";
import { unary } from "./server";

const SEVERITIES: Severity[] = ["debug", "info", "warning", "error"];

/** Something that the program or a provider has to say, about a resource or in general. */
export interface LogMessage {
  severity: Severity;
  message: string;
  urn: string;
  ephemeral: boolean;
}

/** The service by which programs and providers talk to the engine about anything but resources. */
export function engineService(
  log: (message: LogMessage) => void,
): [ServiceDefinition, UntypedServiceImplementation] {
  let root = "";
  const ignore = () => {};
  return [
    EngineService as unknown as ServiceDefinition,
    {
      log: unary(async (request: LogRequest) => {
        log({
          severity: SEVERITIES[request.getSeverity()] ?? "info",
          message: request.getMessage(),
          urn: request.getUrn(),
          ephemeral: request.getEphemeral(),
        });
        return new Empty();
      }, ignore),
      getRootResource: unary(async () => new GetRootResourceResponse().setUrn(root), ignore),
      setRootResource: unary(async (request: SetRootResourceRequest) => {
        root = request.getUrn();
        return new SetRootResourceResponse();
      }, ignore),
      startDebugging: unary(async (_: StartDebuggingRequest) => {
        throw new UnsupportedError("debugging a program");
      }, ignore),
      requirePulumiVersion: unary(async (request: RequirePulumiVersionRequest) => {
        const range = request.getPulumiVersionRange();
        if (satisfies(ENGINE_VERSION, range)) return new RequirePulumiVersionResponse();
        throw new UserError(
          `Pulumi CLI version ${ENGINE_VERSION} does not satisfy the range "${range}"`,
        );
      }, ignore),
    },
  ];
}
