import { describe } from "vitest";
import { itRejects } from "../bad-input";

const set = "pulumi config set --stack dev";
const remove = "pulumi config rm --stack dev";

describe("platform docker", () => {
  const accepted = "nothing: only a Swarm has nodes";
  itRejects([
    {
      title: "has no settings of a Swarm",
      values: {
        mode: "dev",
        swarm: { publishMode: "host" },
        database: { engine: "mysql", node: "a" },
      },
      problems: [
        ["swarm", "an object with platform docker", accepted, `${remove} swarm`],
        ["database.node", '"a" with platform docker', accepted, `${remove} --path database.node`],
      ],
    },
  ]);
});

describe("platform swarm", () => {
  const platform = "swarm";
  const everywhere = "0.0.0.0:PORT, since nodes publish on all of their addresses; or none";
  const noPids = "nothing: the docker provider has none for services";
  itRejects([
    {
      title: "mounts no folder of the developer's",
      values: { mode: "dev", platform, source: "bind" },
      problems: [
        [
          "source",
          '"bind" with platform swarm',
          "image, since the nodes do not see this machine's folders",
          `${set} source image`,
        ],
      ],
    },
    {
      title: "publishes on all addresses",
      values: {
        mode: "prod",
        platform,
        app: { port: "127.0.0.1:8091" },
        database: { engine: "mysql", port: 3306 },
        hardening: { internalNetwork: false },
      },
      problems: [
        [
          "app.port",
          '"127.0.0.1:8091" with platform swarm',
          everywhere,
          `${set} --path app.port 0.0.0.0:8091`,
        ],
        [
          "database.port",
          "3306 with platform swarm",
          everywhere,
          `${set} --path database.port 0.0.0.0:3306`,
        ],
      ],
    },
    {
      title: "hides the addresses of proxies behind its mesh",
      values: { mode: "prod", platform: "swarm", edge: { trustedProxies: ["10.0.0.0/8"] } },
      problems: [
        [
          "edge.trustedProxies",
          "a list with swarm.publishMode ingress",
          "nothing: Swarm's routing mesh stands before the edge, and no address arrives there; it does with swarm.publishMode host",
          `${remove} --path edge.trustedProxies`,
        ],
      ],
    },
    {
      title: "limits no processes",
      values: {
        mode: "prod",
        platform,
        limits: { pids: 100 },
        database: { engine: "mysql", limits: { pids: 100 } },
        backup: { limits: { pids: 100 } },
      },
      problems: [
        ["limits.pids", "100 with platform swarm", noPids, `${remove} --path limits.pids`],
        [
          "database.limits.pids",
          "100 with platform swarm",
          noPids,
          `${remove} --path database.limits.pids`,
        ],
        [
          "backup.limits.pids",
          "100 with platform swarm",
          noPids,
          `${remove} --path backup.limits.pids`,
        ],
      ],
    },
    {
      title: "lacks parts of hardening",
      values: { mode: "prod", platform, hardening: { noNewPrivileges: true, pidsLimit: false } },
      problems: [
        [
          "hardening.noNewPrivileges",
          "true with platform swarm",
          "false: the docker provider has no noNewPrivileges for services",
          `${set} --path hardening.noNewPrivileges false`,
        ],
      ],
    },
    {
      title: "keeps backups where the data is",
      values: { mode: "prod", platform, backup: { to: "/srv/backups" } },
      problems: [
        [
          "backup.to",
          '"/srv/backups" with platform swarm',
          "volume, on the node that has the data",
          `${set} --path backup.to volume`,
        ],
      ],
    },
    {
      title: "has room for small secrets",
      values: {
        mode: "prod",
        platform,
        app: { secrets: { small: "é".repeat(255_999), large: "é".repeat(256_000) } },
      },
      secretKeys: ["app"],
      problems: [
        [
          "app.secrets.large",
          "512000 bytes with platform swarm",
          "at most 511999 bytes, which is what a secret of a Swarm has room for",
          `${set} --secret --path app.secrets.large`,
        ],
      ],
    },
    {
      title: "spreads over labels of nodes",
      values: { mode: "prod", platform, swarm: { preferences: ["zone"] } },
      problems: [
        [
          "swarm.preferences[0]",
          '"zone"',
          "node.labels.NAME or engine.labels.NAME",
          `${set} --path 'swarm.preferences[0]' node.labels.zone`,
        ],
      ],
    },
  ]);
});
