import type { DockerHost } from "../../docker/host";
import type { EngineKind } from "../command-line";
import type { DockerApi } from "../docker-api";
import type { Captured, Machine } from "../machine";
import type { beginBase } from "./early-base";
import type { BuildStandIns } from "./ensure-images";
import type { LocalEngine } from "./local-engine";

/** What the preparations act on. */
export interface Surroundings {
  machine: Machine;
  /** Where the command was given. */
  cwd: string;
  /** The folder of this wrapper, which has Berth's own program. */
  root: string;
  dockerApi(address: string): DockerApi;
  local: LocalEngine;
  resolveHost(setting: string | undefined): Promise<DockerHost>;
  /** The chosen engine. The embedded one takes over by itself what an interrupted run left. */
  kind: EngineKind;
  /** Runs a command line of the chosen engine and keeps what it prints. */
  engine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Captured>;
  /** The same of the embedded engine. */
  embedded(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Captured>;
  buildStandIns?: BuildStandIns;
  beginBase?: typeof beginBase;
}
