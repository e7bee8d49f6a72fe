import { preflight } from "../../../deploy/checks";
import type { PreflightArgs } from "../../../deploy/checks/preflight-args";
import { fakeEngine, type Routes } from "../../docker/fake-engine";

const claims = {
  project: "widgets",
  stack: "dev",
  names: ["widgets-dev-app"],
  ports: [],
  volumes: ["widgets-dev-mysql-data"],
};

/** Looks at an engine that answers as a quiet one does, unless routes say otherwise. */
export async function check(
  args: Partial<PreflightArgs>,
  routes: Routes = {},
  way?: "tcp",
  limitMs?: number,
) {
  const answers = {
    "GET /containers/json": () => ({ body: [] }),
    "GET /info": () => ({ body: { NCPU: 4 } }),
    "GET /version": () => ({ body: { Os: "linux", Arch: "arm64" } }),
    "GET /volumes": () => ({ body: { Volumes: [] } }),
    "GET /networks": () => ({ body: [] }),
    ...routes,
  };
  const { address, requests } = await fakeEngine(answers, way);
  const host = { address, from: "the default" };
  const engine = preflight({ ...claims, images: [], cpus: [], host, ...args }, limitMs);
  return { engine, requests, address };
}

/** What is wrong with it; undefined where nothing is. */
export const failureOf = (engine: Promise<unknown>) =>
  engine.then(
    () => undefined,
    (error: Error) => error.message,
  );
