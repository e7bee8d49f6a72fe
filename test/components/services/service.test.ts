import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Service, type ServiceArgs, swarm } from "../../../components";
import { labels } from "../../../components/labels";
import type { SwarmOptions } from "../../../components/platforms/swarm/options";
import { record } from "../../support/mocks";

const id = { project: "shop", stack: "dev" };
const host = "unix:///nowhere/docker.sock";
const options: SwarmOptions = {
  node: "node-1",
  data: { constraint: "node.labels.berth.data.shop-dev==true" },
  publishMode: "host",
  encrypted: false,
  update: { parallelism: 1, delaySeconds: 0 },
  preferences: [],
  reservations: {},
};

const deploy = (args: Partial<ServiceArgs> = {}) =>
  record(
    () =>
      new Service("mail", {
        id,
        host,
        image: { reference: "mailpit:1" },
        networks: ["shop-dev"],
        ...args,
      }),
  );

const WANTED = {
  env: { MP_UI: "1" },
  ports: [
    { internal: 8025, published: { address: "127.0.0.1", port: 8025 } },
    { internal: 53, published: { address: "0.0.0.0", port: 5353 }, protocol: "udp" as const },
  ],
  volumes: [
    { volume: "shop-dev-mails", target: "/data" },
    { hostPath: "/srv/mail.conf", target: "/etc/mail.conf", readOnly: true },
  ],
  tmpfs: { "/cache": "size=65536" },
  user: "1000:1000",
  graceSeconds: 60,
  stopSignal: "SIGQUIT",
  special: {
    workingDir: "/srv",
    hostname: "mailer",
    hosts: [{ host: "smarthost", address: "10.0.0.5" }],
    sysctls: { "net.core.somaxconn": "1024" },
    ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
    sharedMemory: 128,
  },
  labels: [{ label: "team", value: "web" }],
};

test("a container that is reached by its name, and its gate", async () => {
  const recording = await deploy();
  expect(recording.tree()).toEqual([
    "berth:docker:Service mail",
    "  docker:index/container:Container mail",
    "  docker:index/remoteImage:RemoteImage mail-image",
    "  pulumi-nodejs:dynamic/berth:HealthGate mail-healthy",
  ]);
  const { inputs, options } = recording.get("docker:Container mail");
  expect(inputs).toEqual({
    name: "shop-dev-service-mail",
    image: "id of mailpit:1",
    labels: labels(id, "service-mail"),
    networksAdvanced: [{ name: "shop-dev", aliases: ["mail"] }],
    ports: [],
    restart: "no",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    stopTimeout: 10,
    destroyGraceSeconds: 10,
    removeVolumes: true,
    mustRun: true,
    volumes: [],
  });
  expect(options.deleteBeforeReplace).toBe(true);
});

test("images that were built for it are removed but for so many, once it is healthy", async () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-service-"));
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
  const build = { id, host, imageName: "shop-mail", role: "service-mail", context: folder };
  const recording = await deploy({ image: { build }, keepImages: 3 });
  rmSync(folder, { recursive: true });
  const { inputs, dependencies } = recording.get("pulumi-nodejs:ReleasePruning mail-releases");
  expect(inputs).toMatchObject({ role: "service-mail", keep: 3, repository: "shop-dev/shop-mail" });
  expect(dependencies).toContain("pulumi-nodejs:HealthGate mail-healthy");
  const pulled = await deploy({ keepImages: 3 });
  expect(pulled.tree().join()).not.toContain("ReleasePruning");
});

test("what it is given, as a container", async () => {
  const { inputs } = (await deploy(WANTED)).get("docker:Container mail");
  expect(inputs).toMatchObject({
    envs: ["MP_UI=1"],
    ports: [
      { internal: 8025, external: 8025, ip: "127.0.0.1", protocol: "tcp" },
      { internal: 53, external: 5353, ip: "0.0.0.0", protocol: "udp" },
    ],
    volumes: [
      { volumeName: "shop-dev-mails", containerPath: "/data" },
      { hostPath: "/srv/mail.conf", containerPath: "/etc/mail.conf", readOnly: true },
    ],
    tmpfs: { "/cache": "size=65536" },
    user: "1000:1000",
    stopTimeout: 60,
    workingDir: "/srv",
    hostname: "mailer",
    stopSignal: "SIGQUIT",
    hosts: [{ host: "smarthost", ip: "10.0.0.5" }],
    sysctls: { "net.core.somaxconn": "1024" },
    ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
    shmSize: 128,
  });
  expect(inputs.labels).toContainEqual({ label: "team", value: "web" });
});

test("what it is given, as a service of a Swarm where the stack's data is", async () => {
  const { inputs } = (await deploy({ ...WANTED, platform: swarm(options) })).get(
    "docker:Service mail",
  );
  expect(inputs).toMatchObject({
    name: "shop-dev-service-mail",
    endpointSpec: {
      ports: [
        { targetPort: 8025, publishedPort: 8025, protocol: "tcp" },
        { targetPort: 53, publishedPort: 5353, protocol: "udp" },
      ],
    },
    updateConfig: { order: "stop-first" },
    taskSpec: {
      networksAdvanceds: [{ id: "shop-dev", aliases: ["mail"] }],
      placement: { constraints: [options.data.constraint] },
      containerSpec: {
        dir: "/srv",
        hostname: "mailer",
        stopSignal: "SIGQUIT",
        stopGracePeriod: "1m",
        hosts: [{ host: "smarthost", ip: "10.0.0.5" }],
        sysctl: { "net.core.somaxconn": "1024" },
      },
    },
  });
  expect(JSON.stringify(inputs)).toContain(
    JSON.stringify({ target: "/cache", tmpfsOptions: { sizeBytes: 65536 }, type: "tmpfs" }),
  );
});

test("one that ends is a job, which no restart policy starts again", async () => {
  const recording = await deploy({ ends: true, restart: "always" });
  expect(recording.tree()).toEqual([
    "berth:docker:Service mail",
    "  docker:index/container:Container mail",
    "  docker:index/remoteImage:RemoteImage mail-image",
    "  pulumi-nodejs:dynamic/berth:JobRun mail-run",
  ]);
  expect(recording.get("docker:Container mail").inputs).toMatchObject({
    restart: "no",
    networksAdvanced: [{ aliases: ["mail"] }],
  });
});

test("secrets are files of its user", async () => {
  const recording = await deploy({ secrets: { token: "hunter2" }, user: "1000" });
  expect(recording.get("berth:SecretFiles mail-secrets").parent).toBe("berth:Service mail");
  expect(JSON.stringify(recording.get("docker:Container mail").inputs.volumes)).toContain(
    "/run/secrets",
  );
  expect(recording.publicInputs()).not.toContain("hunter2");
});

describe("hardening", () => {
  const hardening = {
    noNewPrivileges: true,
    dropCapabilities: true,
    readOnly: true,
    nonRoot: true,
    pidsLimit: true,
  };
  const inputsOf = async (args: Partial<ServiceArgs>) =>
    (await deploy(args)).get("docker:Container mail").inputs;

  test("leaves it what it asks for, and folders in memory", async () => {
    const given = { hardening, capabilities: { add: ["IPC_LOCK"] }, tmpfs: { "/run": "" } };
    expect(await inputsOf(given)).toMatchObject({
      capabilities: { adds: ["CAP_IPC_LOCK"], drops: ["ALL"] },
      readOnly: true,
      tmpfs: { "/tmp": "", "/run": "" },
      securityOpts: ["no-new-privileges"],
    });
  });

  test("puts nothing over a volume on /tmp", async () => {
    const volumes = [{ volume: "tmp", target: "/tmp" }];
    expect(await inputsOf({ hardening, volumes })).toMatchObject({ readOnly: true, tmpfs: {} });
  });

  test("takes from the rest what it does without", async () => {
    const without = { ...hardening, nonRoot: false };
    const { capabilities } = await inputsOf({
      hardening: without,
      capabilities: { drop: ["KILL"] },
    });
    expect(JSON.stringify(capabilities)).toContain("CAP_CHOWN");
    expect(JSON.stringify(capabilities)).not.toContain("CAP_KILL");
  });

  test("is not there where it is off, and the engine's choice is only changed", async () => {
    const capabilities = { add: ["NET_ADMIN"], drop: ["ALL"] };
    const inputs = await inputsOf({ capabilities });
    expect(inputs.capabilities).toEqual({ adds: ["CAP_NET_ADMIN"], drops: ["ALL"] });
    expect(inputs).not.toHaveProperty("readOnly");
    expect(inputs).not.toHaveProperty("tmpfs");
  });
});
