import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("edge", () => {
  itRejects([
    {
      title: "drain has a unit",
      values: { mode: "prod", edge: { drain: "30s" } },
      problems: [
        [
          "edge.drain",
          '"30s"',
          "a whole number from 1 to 3600",
          "pulumi config set --stack dev --path edge.drain 60",
        ],
      ],
    },
    {
      title: "a proxy is an address, not a network",
      values: { mode: "prod", edge: { trustedProxies: ["10.0.0.7"] } },
      problems: [
        [
          "edge.trustedProxies[0]",
          '"10.0.0.7"',
          "a network, such as 10.0.0.0/8",
          "pulumi config set --stack dev --path 'edge.trustedProxies[0]' 10.0.0.0/8",
        ],
      ],
    },
    {
      title: "proxies stand before no edge",
      values: { mode: "dev", edge: { trustedProxies: ["10.0.0.0/8"] } },
      problems: [
        [
          "edge.trustedProxies",
          "a list with rollout recreate",
          "nothing: without an edge the app sees the headers as they come",
          "pulumi config rm --stack dev --path edge.trustedProxies",
        ],
      ],
    },
  ]);
});
