import { expect, test } from "vitest";
import { WebApp, type WebAppArgs } from "../../components";
import { httpTest } from "../../components/health-checks";
import { labels } from "../../components/labels";
import { record, settled } from "../support/mocks";

const id = { project: "widgets", stack: "prod" };
const host = "unix:///var/run/docker.sock";
const port = { address: "0.0.0.0", port: 8091 };

const deploy = (args: Partial<WebAppArgs>) =>
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
        caddyImage: "caddy:2",
        restart: "always",
        limits: { cpus: 1, memory: 512 },
        ...args,
      }),
  );

test("three replicas: the balancer takes over the name that held the port", async () => {
  expect((await deploy({ replicas: 3 })).tree()).toEqual([
    "berth:docker:WebApp app",
    "  docker:index/container:Container app",
    "  docker:index/container:Container app-1",
    "  docker:index/container:Container app-2",
    "  docker:index/container:Container app-3",
    "  docker:index/remoteImage:RemoteImage app-balancer-image",
    "  pulumi-nodejs:dynamic/berth:HealthGate app-healthy",
  ]);
});

test("each replica is the app, unpublished, behind one more proxy", async () => {
  const recording = await deploy({ replicas: 2 });
  for (const number of [1, 2]) {
    expect(recording.get(`docker:Container app-${number}`)).toMatchObject({
      inputs: {
        name: `widgets-prod-app-${number}`,
        image: "widgets@sha256:0",
        labels: labels(id, "app"),
        envs: ["TRUSTED_PROXIES=2"],
        ports: [],
        cpus: "1.0",
        memory: 512,
        restart: "always",
      },
      options: { deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
    });
  }
});

test("the balancer holds the port and spreads over all of them", async () => {
  const recording = await deploy({ replicas: 2 });
  const { inputs, options } = recording.get("docker:Container app");

  expect(inputs).toEqual({
    name: "widgets-prod-balancer",
    image: "id of caddy:2",
    labels: labels(id, "balancer"),
    command: ["sh", "-c", expect.stringMatching(/^exec caddy run --config - <<'END'\n/)],
    healthcheck: {
      tests: httpTest(80, "/.berth/balancer"),
      interval: "2s",
      timeout: "5s",
      startPeriod: "10s",
      retries: 5,
    },
    networksAdvanced: [{ name: "widgets-prod" }],
    ports: [{ internal: 80, external: 8091, ip: "0.0.0.0", protocol: "tcp" }],
    cpus: "1.0",
    memory: 512,
    memorySwap: 512,
    restart: "always",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    stopTimeout: 15,
    destroyGraceSeconds: 15,
    removeVolumes: true,
    mustRun: true,
  });
  expect(options).toEqual({ deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] });
  const content = (inputs.command as string[]).at(-1);
  expect(content).toContain('"dial": "widgets-prod-app-1:80"');
  expect(content).toContain('"dial": "widgets-prod-app-2:80"');
  expect(content).toContain("/.berth/balancer");
});

test("the gate waits for the replicas and the balancer, and only then is there a port", async () => {
  const recording = await deploy({ replicas: 2 });
  expect(recording.get("pulumi-nodejs:HealthGate app-healthy").inputs).toMatchObject({
    containers: [
      { name: "widgets-prod-app-1", id: "id of app-1" },
      { name: "widgets-prod-app-2", id: "id of app-2" },
      { name: "widgets-prod-balancer", id: "id of app" },
    ],
    timeoutSeconds: 60 + 60,
  });
  expect(recording.value.containers).toEqual({
    "app-1": "widgets-prod-app-1",
    "app-2": "widgets-prod-app-2",
    balancer: "widgets-prod-balancer",
  });
  expect(await settled(recording.value.publishedPort)).toEqual(port);
});

test("all replicas share one volume of secrets; the balancer has none", async () => {
  const recording = await deploy({ replicas: 2, secrets: { api_key: "k3y" } });
  const volumes = [
    {
      volumeName: "widgets-prod-app-secrets-version-1",
      containerPath: "/run/secrets",
      readOnly: true,
    },
  ];
  expect(recording.get("docker:Container app-1").inputs.volumes).toEqual(volumes);
  expect(recording.get("docker:Container app-2").inputs.volumes).toEqual(volumes);
  expect(recording.get("docker:Container app").inputs).not.toHaveProperty("volumes");
  expect(recording.publicInputs()).not.toContain("k3y");
});
