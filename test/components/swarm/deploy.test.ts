import { describe, expect, test } from "vitest";
import { swarm, WebApp, type WebAppArgs } from "../../../components";
import { httpTest, livenessTest } from "../../../components/health-checks";
import { labels } from "../../../components/labels";
import type { SwarmOptions } from "../../../components/platforms/swarm/options";
import type { VolumeMount } from "../../../components/volume-mounts";
import { record, secret, settled } from "../../support/mocks";

const id = { project: "widgets", stack: "prod" };
const host = "unix:///nowhere/docker.sock";
const port = { address: "0.0.0.0", port: 8091 };
const options: SwarmOptions = {
  node: "node-1",
  data: { constraint: "node.labels.berth.data.widgets-prod==true" },
  publishMode: "host",
  encrypted: false,
  update: { parallelism: 2, delaySeconds: 60 },
  maxReplicas: 3,
  preferences: ["node.labels.zone"],
  reservations: { memory: 128 },
};

const deploy = (args: Partial<WebAppArgs> = {}) =>
  record(
    () =>
      new WebApp("app", {
        id,
        host,
        platform: swarm(options),
        image: "r.example.com/widgets@sha256:0",
        network: "network id",
        server: "uwsgi",
        containerPort: 80,
        port,
        healthPath: "/healthz",
        rollout: "rolling",
        replicas: 2,
        restart: "always",
        limits: { cpus: 0.5, memory: 512 },
        ...args,
      }),
  );

test("a rolling app is a service behind another one, each with its gate", async () => {
  const recording = await deploy({ secrets: { "api-key": "hunter2" } });
  expect(recording.tree()).toEqual([
    "berth:docker:WebApp app",
    "  berth:docker:SwarmSecrets app-secrets",
    "    docker:index/secret:Secret widgets-prod-app-api-key",
    "    pulumi-nodejs:dynamic/berth:ImageUser app-secrets-user",
    "  docker:index/remoteImage:RemoteImage app-caddy-image",
    "  docker:index/service:Service app",
    "  docker:index/service:Service widgets-prod-app",
    "  docker:index/serviceConfig:ServiceConfig widgets-prod-edge-config",
    "  pulumi-nodejs:dynamic/berth:ServiceGate app-edge-healthy",
    "  pulumi-nodejs:dynamic/berth:ServiceGate app-healthy",
  ]);
  expect(await settled(recording.value.containers)).toEqual({
    app: "widgets-prod-app-0a1b2c3",
    edge: "widgets-prod-edge",
  });
  expect(recording.get("docker:Service app").dependencies).toContain(
    "pulumi-nodejs:ServiceGate app-healthy",
  );
});

test("what the app's settings come down to", async () => {
  const recording = await deploy();
  const { inputs, options } = recording.get("docker:Service widgets-prod-app");
  const ownLabels = labels(id, "app");
  const rollout = {
    parallelism: 2,
    delay: "1m",
    monitor: "5s",
    maxFailureRatio: "0.0",
    order: "start-first",
  };
  expect(inputs).not.toHaveProperty("name");
  expect(inputs).toMatchObject({
    labels: [
      ...ownLabels,
      {
        label: "berth.version",
        value: recording.get("pulumi-nodejs:ServiceGate app-healthy").inputs.version,
      },
    ],
    mode: { replicated: { replicas: 2 } },
    updateConfig: { ...rollout, failureAction: "rollback" },
    rollbackConfig: { ...rollout, failureAction: "pause" },
    endpointSpec: { mode: "dnsrr", ports: [] },
    taskSpec: {
      containerSpec: {
        image: "r.example.com/widgets@sha256:0",
        labels: ownLabels,
        env: { TRUSTED_PROXIES: "2" },
        init: true,
        healthcheck: { tests: livenessTest(httpTest(80, "/healthz")), startPeriod: "1m" },
        stopGracePeriod: "30s",
      },
      logDriver: { name: "json-file", options: { "max-size": "10m", "max-file": "3" } },
      networksAdvanceds: [{ id: "network id" }],
      placement: { prefs: ["node.labels.zone"], maxReplicas: 3 },
      resources: {
        limits: { nanoCpus: 5e8, memoryBytes: 512 * 1024 * 1024 },
        reservation: { memoryBytes: 128 * 1024 * 1024 },
      },
      restartPolicy: { condition: "any", delay: "5s", maxAttempts: 0, window: "0s" },
    },
  });
  expect(options.deleteBeforeReplace).toBe(false);
});

test("an app that drains longer is given the time to stop", async () => {
  const { inputs } = (await deploy({ drainSeconds: 45 })).get("docker:Service widgets-prod-app");
  expect(inputs.taskSpec).toMatchObject({ containerSpec: { stopGracePeriod: "45s" } });
});

test("secrets are Swarm's, for the eyes of their user only", async () => {
  const recording = await deploy({ secrets: { "api-key": "hunter2" }, user: "10001:10001" });
  const { inputs } = recording.get("docker:Secret widgets-prod-app-api-key");
  expect(inputs.data).toEqual(secret(Buffer.from("hunter2").toString("base64")));
  expect(recording.get("docker:Service widgets-prod-app").inputs.taskSpec).toMatchObject({
    containerSpec: {
      secrets: [{ fileName: "api-key", fileUid: "10001", fileGid: "0", fileMode: 0o400 }],
    },
  });
  expect(recording.publicInputs()).not.toContain("hunter2");
});

describe("the edge", () => {
  test("is on each node, on its port, and knows the app's tasks by their DNS", async () => {
    const { inputs } = (await deploy()).get("docker:Service app");
    expect(inputs).toMatchObject({
      name: "widgets-prod-edge",
      mode: { global: true },
      endpointSpec: {
        mode: "dnsrr",
        ports: [{ targetPort: 80, publishedPort: 8091, publishMode: "host", protocol: "tcp" }],
      },
      updateConfig: { order: "stop-first", parallelism: 1 },
      taskSpec: { containerSpec: { image: "digest of caddy:2" } },
    });
  });

  test("has its configuration as a config of the Swarm", async () => {
    const recording = await deploy();
    const { inputs } = recording.get("docker:ServiceConfig widgets-prod-edge-config");
    expect(inputs.labels).toEqual(labels(id, "edge-config"));
    expect(inputs.dataRaw).toContain("tasks.widgets-prod-app-0a1b2c3");
    const file = "/etc/caddy/berth.json";
    expect(recording.get("docker:Service app").inputs.taskSpec).toMatchObject({
      containerSpec: {
        args: ["caddy", "run", "--config", file],
        configs: [{ configName: "widgets-prod-edge-config-0a1b2c3", fileName: file }],
      },
    });
  });

  test("is there twice behind a routing mesh", async () => {
    const meshed = swarm({ ...options, publishMode: "ingress" });
    const { inputs } = (await deploy({ platform: meshed })).get("docker:Service app");
    expect(inputs).toMatchObject({
      mode: { replicated: { replicas: 2 } },
      endpointSpec: { mode: "vip", ports: [{ publishMode: "ingress" }] },
      updateConfig: { order: "start-first" },
    });
  });

  test("is there once where an authority's certificates are", async () => {
    const https = {
      domain: "shop.example.com",
      port: { address: "0.0.0.0", port: 443 },
      certificate: { from: "internal" as const },
    };
    const recording = await deploy({ https });
    expect(recording.get("docker:Service app").inputs).toMatchObject({
      mode: { replicated: { replicas: 1 } },
      taskSpec: {
        placement: { constraints: [options.data.constraint] },
        containerSpec: {
          mounts: [{ type: "volume", source: "widgets-prod-certificates", target: "/data" }],
        },
      },
    });
  });
});

test("an app without an edge has the port itself, and lets an old task go first", async () => {
  const recording = await deploy({ rollout: "recreate", restart: "no" });
  const { inputs, options } = recording.get("docker:Service app");
  expect(inputs).toMatchObject({
    name: "widgets-prod-app",
    endpointSpec: { ports: [{ targetPort: 80, publishedPort: 8091 }] },
    updateConfig: { order: "stop-first", failureAction: "rollback" },
    taskSpec: {
      containerSpec: { env: { TRUSTED_PROXIES: "1" } },
      restartPolicy: { condition: "none" },
    },
  });
  expect(options.deleteBeforeReplace).toBe(true);
});

test("an app with volumes runs where they are", async () => {
  const inputsFor = async (...volumes: VolumeMount[]) =>
    (await deploy({ volumes })).get("docker:Service widgets-prod-app").inputs;
  const placed = (...constraints: unknown[]) => ({ taskSpec: { placement: { constraints } } });
  const folder = { target: "/shared", hostPath: "/srv/shared" };
  expect(await inputsFor({ target: "/cache" })).toMatchObject(placed());
  expect(await inputsFor({ target: "/data", volume: "data" }, folder)).toMatchObject(
    placed(options.data.constraint, `node.id==${options.node}`),
  );
});
