import { describe, expect, test } from "vitest";
import { type CertificateSource, WebApp, type WebAppArgs } from "../../components";
import { labels } from "../../components/labels";
import { record, secret, settled } from "../support/mocks";

const id = { project: "widgets", stack: "prod" };
const host = "unix:///var/run/docker.sock";
const port = { address: "0.0.0.0", port: 8091 };

const deploy = (args: Partial<WebAppArgs> = {}) =>
  record(
    () =>
      new WebApp("app", {
        id,
        host,
        image: "widgets@sha256:0",
        network: "widgets-prod",
        server: "uwsgi",
        containerPort: 80,
        port,
        healthPath: "/healthz",
        rollout: "rolling",
        replicas: 2,
        limits: { memory: 512 },
        ...args,
      }),
  );

test("app containers, and an edge in the place of whatever held the port", async () => {
  expect((await deploy()).tree()).toEqual([
    "berth:docker:WebApp app",
    "  berth:docker:DataVolume app-routes",
    "    docker:index/volume:Volume app-routes",
    "  docker:index/container:Container app",
    "  docker:index/container:Container widgets-prod-app-1",
    "  docker:index/container:Container widgets-prod-app-2",
    "  docker:index/remoteImage:RemoteImage app-caddy-image",
    "  pulumi-nodejs:dynamic/berth:HealthGate app-healthy",
    "  pulumi-nodejs:dynamic/berth:Rollout app-rollout",
  ]);
});

test("an app container can be there twice: no name, no port, made before the old one goes", async () => {
  const { inputs, options } = (await deploy()).get("docker:Container widgets-prod-app-1");
  expect(inputs).not.toHaveProperty("name");
  expect(inputs).not.toHaveProperty("ports");
  expect(inputs).toMatchObject({
    image: "widgets@sha256:0",
    labels: labels(id, "app"),
    envs: ["TRUSTED_PROXIES=2"],
    memory: 512,
  });
  expect(options).toEqual({ deleteBeforeReplace: false, replaceOnChanges: ["healthcheck"] });
});

test("even one replica has a proxy in front", async () => {
  const recording = await deploy({ replicas: 1 });
  const { inputs } = recording.get("docker:Container widgets-prod-app-1");
  expect(inputs.envs).toEqual(["TRUSTED_PROXIES=2"]);
});

test("the edge holds the port, and knows nothing that changes with the app", async () => {
  const before = (await deploy()).get("docker:Container app").inputs;
  expect(before).toMatchObject({
    name: "widgets-prod-edge",
    image: "id of caddy:2",
    labels: labels(id, "edge"),
    ports: [{ internal: 80, external: 8091, ip: "0.0.0.0", protocol: "tcp" }],
    volumes: [{ volumeName: "widgets-prod-routes", containerPath: "/run/berth" }],
  });
  expect(before).toMatchObject({ cpus: "1.0", memory: 512 });
  const changed = {
    limits: { cpus: 2, memory: 1024 },
    image: "widgets@sha256:1",
    replicas: 3,
    healthPath: "/up",
    containerPort: 81,
    drainSeconds: 5,
  };
  expect((await deploy(changed)).get("docker:Container app").inputs).toEqual(before);
});

test("more replicas than it has places for are a change of the edge", async () => {
  const { inputs } = (await deploy({ replicas: 25 })).get("docker:Container app");
  expect((inputs.command as string[]).at(-1)).toContain('"{file./run/berth/25}"');
});

test("an edge takes over when the containers are healthy, and then the traffic moves", async () => {
  const recording = await deploy({ drainSeconds: 45, startPeriod: 90 });
  const containers = [
    { name: "widgets-prod-app-1-0a1b2c3", id: "id of widgets-prod-app-1" },
    { name: "widgets-prod-app-2-0a1b2c3", id: "id of widgets-prod-app-2" },
  ];
  expect(recording.get("pulumi-nodejs:HealthGate app-healthy").inputs).toMatchObject({
    host,
    containers,
    timeoutSeconds: 150,
  });
  expect(recording.get("docker:Container app").dependencies).toContain(
    "pulumi-nodejs:HealthGate app-healthy",
  );
  expect(recording.get("pulumi-nodejs:Rollout app-rollout").inputs).toMatchObject({
    host,
    edge: { name: "widgets-prod-edge", id: "id of app" },
    containers,
    port: 80,
    timeoutSeconds: 150,
    drainSeconds: 45,
  });
});

test("what it says of itself", async () => {
  const { value } = await deploy();
  expect(await settled(value.containers)).toEqual({
    "app-1": "widgets-prod-app-1-0a1b2c3",
    "app-2": "widgets-prod-app-2-0a1b2c3",
    edge: "widgets-prod-edge",
  });
  expect(await settled(value.publishedPort)).toEqual(port);
});

describe("over HTTPS", () => {
  const routes = { volumeName: "widgets-prod-routes", containerPath: "/run/berth" };
  const https = { domain: "shop.example.com", port: { address: "0.0.0.0", port: 443 } };
  const edgeOf = async (certificate: CertificateSource) =>
    (await deploy({ https: { ...https, certificate } })).get("docker:Container app");

  test("the edge has both ports, and keeps what an authority gave it over a destroy", async () => {
    const certificate = { from: "acme" } as const;
    const recording = await deploy({ https: { ...https, certificate }, startPeriod: 5 });
    const { inputs } = recording.get("docker:Container app");
    expect(inputs).toMatchObject({
      ports: [
        { internal: 80, external: 8091 },
        { internal: 443, external: 443, ip: "0.0.0.0" },
      ],
      volumes: [routes, { volumeName: "widgets-prod-certificates", containerPath: "/data" }],
      healthcheck: { startPeriod: "1m0s" },
    });
    const volume = recording.get("docker:Volume app-certificates");
    expect(volume.options).toMatchObject({ retainOnDelete: true });
    expect(recording.get("pulumi-nodejs:Rollout app-rollout").inputs.timeoutSeconds).toBe(120);
  });

  test("files are secrets, whose change replaces the edge", async () => {
    const recording = await deploy({
      https: { ...https, certificate: { from: "files", certificate: "CHAIN", key: "KEY" } },
    });
    const { inputs } = recording.get("docker:Container app");
    expect(inputs.volumes).toMatchObject([
      routes,
      { containerPath: "/run/secrets", readOnly: true },
    ]);
    expect(inputs.labels).toContainEqual({ label: "berth.secrets", value: "version 1" });
    const { files } = recording.get(
      "pulumi-nodejs:SecretVolumeContent app-edge-secrets-content",
    ).inputs;
    expect(files).toEqual([
      { name: "certificate.pem", content: secret("CHAIN"), uid: 10001 },
      { name: "key.pem", content: secret("KEY"), uid: 10001 },
    ]);
    expect(recording.publicInputs()).not.toContain("KEY");
  });

  test("an authority's own certificate is one of its files", async () => {
    const { inputs } = await edgeOf({ from: "acme", directory: "https://ca/d", root: "ROOT" });
    expect(inputs.volumes).toHaveLength(3);
  });
});
