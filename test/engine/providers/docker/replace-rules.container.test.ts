import { expect, it } from "vitest";
import { CONTAINER } from "../../../../engine/providers/docker/container/fields";
import { UNKNOWN } from "../../../../engine/providers/provider";
import { type Case, changes } from "./changes";

const bind = (source: string, target = "/m") => ({ type: "bind", source, target });
const label = (name: string, value: string) => ({ label: name, value });

const CONTAINERS: Case[] = [
  [
    "an environment variable",
    { envs: ["B=1", "A=2"] },
    { envs: ["B=1", "A=3"] },
    { "envs[0]": "delete-replace", "envs[1]": "add-replace" },
  ],
  ["a first variable", {}, { envs: ["A=1"] }, { envs: "add-replace" }],
  ["the order of variables", { envs: ["B=1", "A=2"] }, { envs: ["A=2", "B=1"] }, {}],
  ["all variables gone", { envs: ["B=1"] }, {}, {}],
  [
    "a label",
    { labels: [label("a", "1")] },
    { labels: [label("a", "2")] },
    { "labels[0].value": "update-replace" },
  ],
  [
    "one more label",
    { labels: [label("a", "1")] },
    { labels: [label("a", "1"), label("b", "1")] },
    { "labels[1]": "add-replace" },
  ],
  ["all labels gone", { labels: [label("a", "1")] }, {}, {}],
  [
    "the health check",
    { healthcheck: { tests: ["CMD", "true"], interval: "1s" } },
    { healthcheck: { tests: ["CMD", "false"], interval: "2s" } },
    { "healthcheck.interval": "update", "healthcheck.tests[1]": "update" },
  ],
  [
    "a first health check",
    {},
    { healthcheck: { tests: ["CMD", "false"] } },
    { healthcheck: "add" },
  ],
  ["the health check gone", { healthcheck: { tests: ["CMD", "true"] } }, {}, {}],
  ["restart", { restart: "no" }, { restart: "always" }, { restart: "update" }],
  [
    "memory",
    { memory: 64, memorySwap: 64 },
    { memory: 128, memorySwap: 128 },
    { memory: "update", memorySwap: "update" },
  ],
  ["memory gone", { memory: 64, memorySwap: 64 }, {}, { memory: "delete", memorySwap: "delete" }],
  ["cpus", { cpus: "0.5" }, { cpus: "0.6" }, { cpus: "update-replace" }],
  [
    "the cpu quota",
    { cpuPeriod: 100000, cpuQuota: 50000 },
    { cpuPeriod: 100000, cpuQuota: 60000 },
    { cpuQuota: "update" },
  ],
  [
    "tmpfs",
    { tmpfs: { "/a": "size=1m" } },
    { tmpfs: { "/a": "size=2m" } },
    { 'tmpfs["/a"]': "update" },
  ],
  ["tmpfs gone", { tmpfs: { "/a": "size=1m" } }, {}, { 'tmpfs["/a"]': "delete" }],
  ["init", { init: true }, { init: false }, { init: "update" }],
  ["init gone", { init: true }, {}, {}],
  [
    "a mount's source",
    { mounts: [bind("/a")] },
    { mounts: [bind("/b")] },
    { "mounts[0].source": "update" },
  ],
  [
    "one more mount",
    { mounts: [bind("/a")] },
    { mounts: [bind("/a"), bind("/b", "/n")] },
    { "mounts[1]": "add-replace" },
  ],
  [
    "a volume",
    { volumes: [{ hostPath: "/a", containerPath: "/m" }] },
    { volumes: [{ hostPath: "/b", containerPath: "/m" }] },
    { volumes: "update-replace" },
  ],
  [
    "a host port",
    { ports: [{ internal: 80, external: 81 }] },
    { ports: [{ internal: 80, external: 82 }] },
    { "ports[0].external": "update-replace" },
  ],
  [
    "one more port",
    { ports: [{ internal: 80, external: 81 }] },
    {
      ports: [
        { internal: 80, external: 81 },
        { internal: 90, external: 91 },
      ],
    },
    { "ports[1]": "add-replace" },
  ],
  [
    "the order of ports",
    {
      ports: [
        { internal: 81, external: 5 },
        { internal: 80, external: 6 },
      ],
    },
    {
      ports: [
        { internal: 80, external: 6 },
        { internal: 81, external: 5 },
      ],
    },
    {},
  ],
  [
    "the command",
    { command: ["sleep", "1"] },
    { command: ["sleep", "2"] },
    { "command[1]": "update-replace" },
  ],
  [
    "the entrypoint moved to the command",
    { entrypoints: ["sleep"], command: ["1"] },
    { command: ["sleep", "1"] },
    { "command[0]": "add-replace" },
  ],
  ["the name", { name: "a" }, { name: "b" }, { name: "update-replace" }],
  ["the user gone", { user: "0" }, {}, {}],
  [
    "log options",
    { logOpts: { "max-size": "10m" } },
    { logOpts: { "max-size": "11m" } },
    { 'logOpts["max-size"]': "update-replace" },
  ],
  [
    "log options gone",
    { logOpts: { "max-size": "10m" } },
    {},
    { 'logOpts["max-size"]': "delete-replace" },
  ],
  [
    "a host entry",
    { hosts: [{ host: "h", ip: "1.2.3.4" }] },
    { hosts: [{ host: "h", ip: "1.2.3.5" }] },
    { "hosts[0].ip": "update-replace" },
  ],
  [
    "a limit",
    { ulimits: [{ name: "nofile", soft: 1, hard: 2 }] },
    { ulimits: [{ name: "nofile", soft: 1, hard: 3 }] },
    { "ulimits[0].hard": "update-replace" },
  ],
  [
    "an upload",
    { uploads: [{ file: "/x", content: "a" }] },
    { uploads: [{ file: "/x", content: "b" }] },
    { uploads: "update-replace" },
  ],
  [
    "a capability",
    { capabilities: { drops: ["ALL"] } },
    { capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN"] } },
    { "capabilities.adds": "add-replace" },
  ],
  [
    "the order of capabilities",
    { capabilities: { drops: ["CAP_KILL", "CAP_CHOWN"] } },
    { capabilities: { drops: ["CAP_CHOWN", "CAP_KILL"] } },
    {},
  ],
  ["mustRun", { mustRun: true }, { mustRun: false }, { mustRun: "update" }],
  ["privileged gone", { privileged: true }, {}, { privileged: "delete-replace" }],
  ["the hostname gone", { hostname: "h" }, {}, {}],
  ["the network mode gone", { networkMode: "host" }, {}, { networkMode: "update-replace" }],
  ["the stop timeout", { stopTimeout: 3 }, { stopTimeout: 4 }, { stopTimeout: "update-replace" }],
  ["a DNS server", { dns: ["1.1.1.1"] }, { dns: ["1.1.1.2"] }, { "dns[0]": "update-replace" }],
  [
    "values that say nothing",
    { privileged: false, memory: 0, user: "", envs: [], logOpts: {} },
    {},
    {},
  ],
  ["an image that is not built yet", {}, { image: UNKNOWN }, { image: "update-replace" }],
];

it.each(CONTAINERS)("a change of %s of a container", (_what, before, after, expected) => {
  const image = { image: "sha256:1", name: "web" };
  expect(changes(CONTAINER, { ...image, ...before }, { ...image, ...after })).toEqual(expected);
});
