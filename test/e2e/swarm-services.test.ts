import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ENGINES, type Engine } from "../support/engines";
import type { Result } from "../support/pulumi-cli";
import { type Swarm, startSwarm } from "../support/swarm";
import { TinyProject } from "../support/tiny-project";

const IMAGE = "redis:8";

/** What the official CLI does with a bad update takes a minute and a half, so it is for the long run. */
const ROLLED_BACK: readonly Engine[] = process.env.BERTH_FAULTS === "all" ? ENGINES : ["embedded"];

/**
 * Nearly all that a service can be given. What is not written as one would at first is in
 * docs/traps.md: each such value is one that comes back as it was given.
 */
const program = (image: string, { command = "exec redis-server", data = "one" } = {}) => `
import * as docker from "@pulumi/docker";
const labels = [{ label: "b", value: "2" }, { label: "a", value: "1" }];
const inner = new docker.Network("inner", { driver: "overlay", attachable: true, internal: true });
const encrypted = new docker.Network(
  "encrypted",
  { driver: "overlay", options: { encrypted: "" } },
  { ignoreChanges: ["options"] },
);
const secret = new docker.Secret("secret", { data: Buffer.from("${data}").toString("base64"), labels });
const config = new docker.ServiceConfig("config", { dataRaw: "${data}", labels });
const health = ["CMD", "redis-cli", "ping"];
new docker.Service("web", {
  labels,
  mode: { replicated: { replicas: 2 } },
  endpointSpec: { mode: "dnsrr", ports: [{ targetPort: 6379, publishedPort: 7001, publishMode: "host" }] },
  updateConfig: { parallelism: 1, delay: "0s", failureAction: "rollback", monitor: "3s", maxFailureRatio: "0.0", order: "start-first" },
  rollbackConfig: { parallelism: 0, monitor: "1s" },
  convergeConfig: { delay: "1s", timeout: "2m" },
  taskSpec: {
    networksAdvanceds: [{ id: inner.id, aliases: ["web"] }, { id: encrypted.id }],
    restartPolicy: { condition: "any", delay: "1s", window: "1m", maxAttempts: 0 },
    placement: { maxReplicas: 1, prefs: ["spread=node.id"], constraints: ["node.platform.os==linux"] },
    resources: { limits: { nanoCpus: 500000000, memoryBytes: 536870912 }, reservation: { memoryBytes: 67108864 } },
    logDriver: { name: "json-file", options: { "max-size": "10m", "max-file": "3" } },
    containerSpec: {
      image: "${image}", commands: ["sh", "-c", "${command}"],
      env: { A: "1", B: "2" }, labels, user: "999", readOnly: true, init: true,
      capDrops: ["CAP_NET_RAW"], stopGracePeriod: "1m30s", stopSignal: "SIGTERM",
      hosts: [{ host: "other", ip: "10.9.9.9" }],
      healthcheck: { tests: health, interval: "1s", timeout: "1m", startPeriod: "10s", retries: 3 },
      mounts: [
        { type: "tmpfs", target: "/tmp", tmpfsOptions: { sizeBytes: 1048576, mode: 0o777 } },
        { type: "volume", target: "/data", source: "data", volumeOptions: { noCopy: false } },
      ],
      secrets: [{ secretId: secret.id, secretName: secret.name, fileName: "secret", fileMode: 0o400, fileUid: "999" }],
      configs: [{ configId: config.id, configName: config.name, fileName: "/etc/config" }],
    },
  },
}, { ignoreChanges: ["taskSpec.placement.platforms"] });
`;

describe("services on three nodes", () => {
  let swarm: Swarm;
  let image: string;
  const projects: TinyProject[] = [];

  beforeAll(async () => {
    swarm = await startSwarm("e2e-services", { images: [IMAGE] });
    const found = await swarm.manager.docker.getImage(IMAGE).distribution();
    image = `${IMAGE}@${found.Descriptor.digest}`;
  });
  afterAll(async () => {
    for (const project of projects) project.remove();
    await swarm?.stop();
  });

  const run = (project: TinyProject, ...words: string[]) =>
    project.run(words, { DOCKER_HOST: swarm.manager.host });
  const succeeds = async (project: TinyProject, ...words: string[]): Promise<string> => {
    const { code, output } = await run(project, ...words);
    expect(code, output).toBe(0);
    return output;
  };
  const isUnchanged = async (project: TinyProject) => {
    await succeeds(project, "preview", "--expect-no-changes");
    await succeeds(project, "preview", "--refresh", "--expect-no-changes");
  };
  const begin = async (engine: Engine) => {
    const project = new TinyProject(program(image), engine);
    projects.push(project);
    await succeeds(project, "stack", "init", "dev");
    await succeeds(project, "up", "--yes", "--skip-preview");
    return project;
  };
  const count = async (kind: string) =>
    (await swarm.manager.run(kind, "ls", "--quiet")).split("\n").filter(Boolean).length;

  test.each(ROLLED_BACK)(
    "%s: a bad update is rolled back, again and again, until a good one",
    async (engine) => {
      const project = await begin(engine);
      await isUnchanged(project);

      project.program(program(image, { command: "exit 3", data: "two" }));
      for (const flags of [[], ["--refresh"]]) {
        const { code, output }: Result = await run(
          project,
          "up",
          "--yes",
          "--skip-preview",
          ...flags,
        );
        expect(code, output).not.toBe(0);
        expect(output).toContain("rollback completed");
        if (engine === "embedded") expect(output).toContain("task: non-zero exit (3)");
      }
      expect([await count("secret"), await count("config"), await count("service")]).toEqual([
        2, 2, 1,
      ]);

      project.program(program(image, { data: "two" }));
      await succeeds(project, "up", "--yes", "--skip-preview");
      expect([await count("secret"), await count("config"), await count("service")]).toEqual([
        1, 1, 1,
      ]);
      await isUnchanged(project);
      await succeeds(project, "destroy", "--yes", "--skip-preview");
      expect([await count("secret"), await count("config"), await count("service")]).toEqual([
        0, 0, 0,
      ]);
    },
  );

  const ways =
    ENGINES.length < 2
      ? []
      : ([
          ["pulumi", "embedded"],
          ["embedded", "pulumi"],
        ] as const);

  test.each(ways)("what %s made, %s finds unchanged, updates and destroys", async (from, to) => {
    const first = await begin(from);
    const second = first.under(to);
    await isUnchanged(second);
    second.program(program(image, { data: "two" }));
    await succeeds(second, "up", "--yes", "--skip-preview");
    await isUnchanged(first);
    await succeeds(second, "destroy", "--yes", "--skip-preview");
    expect(await count("service")).toBe(0);
  });
});
