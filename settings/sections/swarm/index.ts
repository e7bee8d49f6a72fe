import { z } from "zod";
import type { Filled } from "../../language/filled";
import { setting } from "../../language/meta";
import { count, cpus, flag, memory } from "../../language/values";

const update = z.strictObject({
  parallelism: setting(count(1, 100), {
    description: "How many app containers are replaced at a time.",
    accepted: "a whole number from 1 to 100",
    example: "2",
    defaults: { both: 1 },
  }).optional(),
  delay: setting(count(0, 3600), {
    description: "Seconds between one replacement and the next.",
    accepted: "a whole number from 0 to 3600",
    example: "10",
    defaults: { both: 0 },
  }).optional(),
});

const reservations = z.strictObject({
  cpus: setting(cpus, {
    description: "How many CPUs a node keeps for an app container.",
    accepted: "a number from 0.1 to 1024",
    example: "0.5",
    defaults: { words: "nothing is kept" },
  }).optional(),
  memory: setting(memory, {
    description: "How much memory a node keeps for an app container.",
    accepted: "an amount from 6m to 65536g, such as 300m or 1g",
    example: "256m",
    defaults: { words: "nothing is kept" },
  }).optional(),
});

const swarmObject = z.strictObject({
  publishMode: setting(z.enum(["ingress", "host"]), {
    description:
      "How ports are published: by Swarm's routing mesh, which needs IPVS, or by each node that runs a container.",
    accepted: "ingress or host",
    example: "host",
    defaults: { both: "ingress" },
  }).optional(),
  encrypted: setting(flag, {
    description: "Whether what the nodes send to one another between containers is encrypted.",
    accepted: "true or false",
    example: "true",
    defaults: { both: false },
  }).optional(),
  maxReplicas: setting(count(1, 100), {
    description: "How many app containers a node may run.",
    accepted: "a whole number from 1 to 100",
    example: "2",
    defaults: { words: "as many as fit" },
  }).optional(),
  preferences: setting(z.array(z.string().regex(/^(?:node|engine)\.labels\.[\w.-]+$/)), {
    description: "Labels of nodes over whose values the app's containers are spread.",
    accepted: "a list of labels",
    example: "node.labels.zone",
    entry: { key: 0, accepted: "node.labels.NAME or engine.labels.NAME" },
    defaults: { both: [], words: "none: they are spread over nodes" },
  }).optional(),
  update: update.optional(),
  reservations: reservations.optional(),
});

export const swarm = { schema: swarmObject.optional() };

export type SwarmSettings = Filled<typeof swarmObject>;
