import type { DataPlace, SwarmOptions } from "../../../components/platforms/swarm/options";

/** What a stack asks of a Swarm that asks for nothing special. */
export const swarmOptions = (data: DataPlace): SwarmOptions => ({
  node: "node-1",
  data,
  publishMode: "host",
  update: { parallelism: 1, delaySeconds: 0 },
  preferences: [],
  reservations: {},
});
