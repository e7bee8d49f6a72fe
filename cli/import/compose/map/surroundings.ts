import type { Former } from "../../former";
import type { ComposeProject } from "../read/model";
import type { KnownDatabase } from "./environment";
import type { Ledger } from "./plan";

/** What the parts of a Compose project are carried over with. */
export interface Surroundings {
  project: ComposeProject;
  /** The folder of the Pulumi project, which paths of the stack file are relative to. */
  folder: string;
  databases: readonly KnownDatabase[];
  /** As Compose calls the service that is the app. */
  app: string;
  ledger: Ledger;
  /** What is taken over; undefined where the stack begins with new volumes. */
  former: Former | undefined;
}
