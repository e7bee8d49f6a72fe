import type Docker from "dockerode";
import type { Credentials } from "../../../docker/credentials";
import type { Log } from "../provider";
import type { Fields, ValuesOf } from "./schema/property";
import type { Live } from "./schema/settle";

/** What a resource needs to act: the engine, who may pull and push, where to report, when to stop. */
export interface Session {
  docker: Docker;
  credentials: Credentials;
  log: Log;
  signal: AbortSignal;
}

export interface Found {
  id: string;
  live: Live;
}

/** One resource type: its table, and the calls of the Docker API behind each verb. */
export interface Handler<F extends Fields> {
  fields: F;
  /** The version of the official state format. */
  schemaVersion?: number;
  /** True where the official state records timeouts. */
  timeouts?: boolean;
  /** A replacement always waits until the old resource is gone. */
  deleteBeforeReplace?: boolean;
  /** Docker goes on with a deletion after the request for it is gone. */
  deletesInSteps?: boolean;
  /** What is secret in inputs and outputs: paths into blocks, like `auth.password`. */
  secrets?: string[];
  create(inputs: ValuesOf<F>, session: Session): Promise<Found>;
  /** See `Provider.recover`. Without it a creation that broke off leaves nothing that matters. */
  recover?(inputs: ValuesOf<F>, session: Session, preview: boolean): Promise<Found | undefined>;
  /** The resource as Docker knows it, or undefined when it is gone. `state` is empty on an import. */
  read(id: string, state: ValuesOf<F>, session: Session): Promise<Found | undefined>;
  /** Without it every change that needs no replacement is only recorded. */
  update?(id: string, inputs: ValuesOf<F>, session: Session, state: ValuesOf<F>): Promise<Live>;
  delete(id: string, state: ValuesOf<F>, session: Session): Promise<void>;
}

/** Keeps the type of the table while the handlers of all types go into one list. */
export function handler<F extends Fields>(definition: Handler<F>): Handler<F> {
  return definition;
}

/** Thrown by `create` when the resource exists already, though not as it should be. */
export class CreatedButFailed extends Error {
  constructor(
    readonly id: string,
    readonly live: Live,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}
