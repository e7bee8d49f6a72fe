import { type Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

import { fromWire } from "../../resource/wire";
import { PartialFailure } from "../provider";

type Callback<Response> = (error: ServiceError | null, response: Response) => void;

/** Starts a call of a client's method and waits for its answer. */
export async function call<Response>(
  start: (done: Callback<Response>) => unknown,
): Promise<Response> {
  try {
    return await new Promise((resolve, reject) => {
      start((error, response) => (error ? reject(error) : resolve(response)));
    });
  } catch (error) {
    throw translate(error as ServiceError);
  }
}

/** Whether a provider answered that it does not have this method. */
export function isUnimplemented(error: unknown): boolean {
  return (error as Partial<ServiceError>).code === status.UNIMPLEMENTED;
}

/** A failed initialisation travels as a detail of the error: the resource exists, but is not right. */
function translate(error: ServiceError): Error {
  const [packed] = details(error.metadata);
  if (!packed) return error;
  const failed = packed.unpack(
    ErrorResourceInitFailed.deserializeBinary,
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!failed) return error;
  return new PartialFailure(
    failed.getId(),
    fromWire(failed.getProperties()),
    failed.getReasonsList().join("\n") || error.details,
  );
}

function details(metadata: Metadata | undefined) {
  const [bytes] = metadata?.get("grpc-status-details-bin") ?? [];
  if (!Buffer.isBuffer(bytes)) return [];
  return Status.deserializeBinary(bytes).getDetailsList();
}
