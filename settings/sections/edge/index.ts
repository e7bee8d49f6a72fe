import { z } from "zod";
import { setting } from "../../language/meta";
import { count, flag } from "../../language/values";
import { EDGE_RULES } from "./rules";

const edgeObject = z.strictObject({
  drain: setting(count(1, 3600), {
    description:
      "Seconds that requests may take to finish when the traffic has moved to a new version (rollout rolling).",
    accepted: "a whole number from 1 to 3600",
    example: "60",
    defaults: { both: 30 },
  }).optional(),
  sticky: setting(flag, {
    description:
      "Whether a client stays with the app container that it came to first, by a cookie, as Socket.IO wants it (rollout rolling, or several replicas on one engine).",
    accepted: "true or false",
    example: "true",
    defaults: { both: false },
  }).optional(),
  trustedProxies: setting(z.array(z.union([z.cidrv4(), z.cidrv6()])), {
    description:
      "Networks of a proxy in front of the edge, such as a cloud's load balancer, whose X-Forwarded headers are believed (rollout rolling; on a Swarm with publishMode host).",
    accepted: "a list of networks, such as 10.0.0.0/8",
    example: "10.0.0.0/8",
    entry: { key: 0, accepted: "a network, such as 10.0.0.0/8" },
    defaults: { both: [] },
  }).optional(),
});

export const edge = { schema: edgeObject.optional(), rules: EDGE_RULES };
