import { swarm } from "../../../components";
import type { DataPlace, SwarmOptions } from "../../../components/platforms/swarm/options";

/** What a stack asks of a Swarm that asks for nothing special. */
export const swarmOptions = (data: DataPlace): SwarmOptions => ({
  node: "node-1",
  data,
  publishMode: "host",
  encrypted: false,
  update: { parallelism: 1, delaySeconds: 0 },
  preferences: [],
  reservations: {},
});

/** The same as a platform. */
export const swarmWith = (data: DataPlace) => swarm(swarmOptions(data));
