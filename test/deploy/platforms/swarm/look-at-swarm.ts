import { preflight } from "../../../../deploy/checks";
import type { PreflightArgs } from "../../../../deploy/checks/preflight-args";
import type { Findings } from "../../../../deploy/platforms/platform";
import { checkSwarm } from "../../../../deploy/platforms/swarm/check";
import type { SwarmClaims } from "../../../../deploy/platforms/swarm/claims";
import type { NodeInfo } from "../../../../docker/node-label";
import { type EngineAnswer, fakeEngine } from "../../../docker/fake-engine";

export const LABEL = "berth.data.widgets-prod";

export const node = (
  ID: string,
  given: {
    State?: string;
    Availability?: string;
    Role?: string;
    name?: string;
    has?: string;
    cpus?: number;
  } = {},
) => ({
  ID,
  Version: { Index: 1 },
  Spec: {
    Role: given.Role ?? "manager",
    Availability: given.Availability ?? "active",
    Labels: given.has ? { [given.has]: "true" } : {},
  },
  Description: {
    Hostname: given.name ?? `server-${ID}`,
    Resources: { NanoCPUs: (given.cpus ?? 8) * 1e9, MemoryBytes: 16 * 1024 ** 3 },
  },
  Status: { State: given.State ?? "ready" },
});

export const MANAGER = { LocalNodeState: "active", ControlAvailable: true, NodeID: "1" };

export const OPTIONS: SwarmClaims["options"] = {
  publishMode: "host",
  encrypted: false,
  update: { parallelism: 1, delaySeconds: 0 },
  preferences: [],
  reservations: {},
};

interface There {
  swarm?: object;
  nodes?: NodeInfo[];
  services?: object[];
  containers?: object[];
  /** What the Swarm says in place of its nodes. */
  trouble?: EngineAnswer;
}

/** What is wrong, or which node was found for the data. */
export async function look(
  wanted: Partial<SwarmClaims> | undefined,
  { swarm = MANAGER, nodes = [node("1")], services = [], containers = [], ...there }: There = {},
  args: Partial<PreflightArgs> = {},
) {
  const { address } = await fakeEngine({
    "GET /containers/json": () => ({ body: containers }),
    "GET /info": () => ({ body: { NCPU: 4, Swarm: swarm } }),
    "GET /version": () => ({ body: { Os: "linux", Arch: "amd64" } }),
    "GET /volumes": () => ({ body: { Volumes: [] } }),
    "GET /networks": () => ({ body: [] }),
    "GET /nodes": () => ("trouble" in there ? there.trouble : { body: nodes }),
    "GET /services": () => ({ body: services }),
  });
  const room = { replicas: 2, startsFirst: true, hasNodesPort: false, reservations: {} };
  const defaults = {
    options: OPTIONS,
    fromRegistry: true,
    room,
    keepData: true,
    hasBackups: false,
  };
  let found: Findings | undefined;
  const check = wanted && checkSwarm({ ...defaults, ...wanted });
  const host = { address, from: "the setting host" };
  return preflight(
    {
      project: "widgets",
      stack: "prod",
      names: ["widgets-prod-edge"],
      ports: [],
      volumes: [],
      data: ["widgets-prod-mysql-data"],
      images: [],
      cpus: [],
      host,
      platform:
        check &&
        (async (seen) => {
          found = await check(seen);
          return found;
        }),
      ...args,
    },
    500,
  ).then(
    () => found?.dataNode?.id,
    (error: Error) => error.message.replaceAll(address, "ENGINE"),
  );
}

export const SET = "pulumi config set --stack prod";
