import { readFields } from "./protobuf";

/** A step of a build as BuildKit reports it. */
export interface BuildStep {
  digest: string;
  name: string;
  started: boolean;
  completed: boolean;
  error: string;
}

export interface BuildOutput {
  /** Digest of the step. */
  step: string;
  /** A piece of what it printed, which may end in the middle of a letter. */
  piece: Buffer;
}

/** What one trace message of BuildKit says about steps and their output. */
export interface BuildTrace {
  steps: BuildStep[];
  output: BuildOutput[];
}

/**
 * Decodes a trace message.
 *
 * Source: StatusResponse, Vertex and VertexLog in
 * https://github.com/moby/buildkit/blob/master/api/services/control/control.proto
 */
export function decodeTrace(message: Buffer): BuildTrace {
  const trace: BuildTrace = { steps: [], output: [] };
  for (const { number, value } of readFields(message)) {
    if (typeof value === "number") continue;
    if (number === 1) trace.steps.push(decodeStep(value));
    if (number === 3) trace.output.push(decodeOutput(value));
  }
  return trace;
}

function decodeStep(message: Buffer): BuildStep {
  const step: BuildStep = { digest: "", name: "", started: false, completed: false, error: "" };
  for (const { number, value } of readFields(message)) {
    if (number === 1) step.digest = String(value);
    if (number === 3) step.name = String(value);
    if (number === 5) step.started = true;
    if (number === 6) step.completed = true;
    if (number === 7) step.error = String(value);
  }
  return step;
}

function decodeOutput(message: Buffer): BuildOutput {
  const output: BuildOutput = { step: "", piece: Buffer.alloc(0) };
  for (const { number, value } of readFields(message)) {
    if (number === 1) output.step = String(value);
    if (number === 4 && typeof value !== "number") output.piece = value;
  }
  return output;
}
