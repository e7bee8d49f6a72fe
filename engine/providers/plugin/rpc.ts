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
  const reasons = failed.getReasonsList();
  const outputs = fromWire(failed.getProperties());
  return new PartialFailure(failed.getId(), outputs, summaryOf(reasons) ?? error.details, reasons);
}

/** As the official CLI writes it. */
function summaryOf(reasons: readonly string[]): string | undefined {
  if (reasons.length === 0) return undefined;
  const count = `${reasons.length} error${reasons.length === 1 ? "" : "s"} occurred:`;
  return [count, ...reasons.map((reason) => `\t* ${reason}`)].join("\n");
}

function details(metadata: Metadata | undefined) {
  const [bytes] = metadata?.get("grpc-status-details-bin") ?? [];
  if (!Buffer.isBuffer(bytes)) return [];
  return Status.deserializeBinary(bytes).getDetailsList();
}
