import type { PreflightArgs } from "../../deploy/checks/preflight-args";
import { checkEngine } from "../../deploy/platforms/docker/check";
import type { Findings } from "../../deploy/platforms/platform";

const NODE = {
  ID: "node-1",
  Spec: { Labels: {}, Role: "manager", Availability: "active" },
  Description: { Hostname: "server-1", Resources: { NanoCPUs: 64e9, MemoryBytes: 1024 ** 4 } },
  Status: { State: "ready" },
};

/** What a stack's platform finds on an engine that nothing is on, which manages a Swarm of one node. */
export function foundPlatform(args: PreflightArgs): Promise<Findings> {
  const swarm = { NodeID: NODE.ID, LocalNodeState: "active", ControlAvailable: true };
  return (args.platform ?? checkEngine)({
    docker: { listNodes: async () => [NODE] } as never,
    host: args.host,
    claims: args,
    info: { NCPU: 64, Swarm: swarm },
    containers: [],
    staying: [],
    services: [],
    volumes: [],
    unclaimed: [],
    state: undefined,
  });
}
