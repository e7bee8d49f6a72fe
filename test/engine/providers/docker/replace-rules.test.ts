import { describe, expect, it } from "vitest";

import { CONTAINER } from "../../../../engine/providers/docker/container/fields";
import { NETWORK } from "../../../../engine/providers/docker/network/network";
import { REMOTE_IMAGE } from "../../../../engine/providers/docker/remote-image/remote-image";
import { check } from "../../../../engine/providers/docker/schema/check";
import { diff } from "../../../../engine/providers/docker/schema/diff";
import { plan } from "../../../../engine/providers/docker/schema/plan";
import type { Fields } from "../../../../engine/providers/docker/schema/property";
import { settleApplied } from "../../../../engine/providers/docker/schema/settle";
import { VOLUME } from "../../../../engine/providers/docker/volume/volume";
import { type PropertyMap, UNKNOWN } from "../../../../engine/providers/provider";

type Case = [
  what: string,
  before: PropertyMap,
  after: PropertyMap,
  changes: Record<string, string>,
];

const bind = (source: string, target = "/m") => ({ type: "bind", source, target });
const label = (name: string, value: string) => ({ label: name, value });

/** What `pulumi preview` of the official CLI said of the same change. */
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

const OTHERS: [...Case, Fields][] = [
  [
    "a volume's label",
    { labels: [label("a", "1")] },
    { labels: [label("a", "2")] },
    { "labels[0].value": "update-replace" },
    VOLUME,
  ],
  [
    "a volume's options",
    {},
    { driverOpts: { type: "tmpfs" } },
    { driverOpts: "add-replace" },
    VOLUME,
  ],
  [
    "a network's isolation",
    { internal: false },
    { internal: true },
    { internal: "update-replace" },
    NETWORK,
  ],
  [
    "a network's options",
    { options: { icc: "true" } },
    { options: { icc: "false" } },
    { "options.icc": "update-replace" },
    NETWORK,
  ],
  [
    "a network's addresses",
    { ipamConfigs: [{ subnet: "10.0.1.0/24" }] },
    { ipamConfigs: [{ subnet: "10.0.2.0/24" }] },
    { ipamConfigs: "update-replace" },
    NETWORK,
  ],
  [
    "whether an image stays",
    { name: "a", keepLocally: true },
    { name: "a", keepLocally: false },
    { keepLocally: "update" },
    REMOTE_IMAGE,
  ],
  [
    "an image's triggers",
    { name: "a", triggers: {} },
    { name: "a", triggers: { a: "b" } },
    { triggers: "add-replace" },
    REMOTE_IMAGE,
  ],
];

describe("a change of a container", () => {
  it.each(CONTAINERS)("of %s", (_what, before, after, expected) => {
    const image = { image: "sha256:1", name: "web" };
    expect(changes(CONTAINER, { ...image, ...before }, { ...image, ...after })).toEqual(expected);
  });
});

describe("a change of another resource", () => {
  it.each(OTHERS)("%s", (_what, before, after, expected, fields) => {
    expect(changes(fields, { name: "it", ...before }, { name: "it", ...after })).toEqual(expected);
  });
});

function changes(fields: Fields, before: PropertyMap, after: PropertyMap): Record<string, string> {
  const checked = (news: PropertyMap) => {
    const request = { name: "it", olds: undefined, news, randomSeed: Buffer.alloc(0) };
    const { inputs, failures } = check(fields, request);
    expect(failures).toEqual([]);
    return inputs as PropertyMap;
  };
  const prior = settleApplied(fields, plan(fields, checked(before)), {});
  const inputs = checked(after);
  const { detailedDiff } = diff(fields, prior, plan(fields, inputs, prior), inputs);
  return Object.fromEntries(Object.entries(detailedDiff).map(([path, { kind }]) => [path, kind]));
}
