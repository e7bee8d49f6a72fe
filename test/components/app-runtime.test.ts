import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { expect, test } from "vitest";
import { WebApp, type WebAppArgs } from "../../components";
import type { DatabaseConnection } from "../../components/databases/database";
import { docker } from "../../components/platforms";
import { record, settled } from "../support/mocks";

const id = { project: "shop", stack: "prod" };

const app = (args: Partial<WebAppArgs> = {}) =>
  new WebApp("app", {
    id,
    host: "unix:///var/run/docker.sock",
    image: "shop@sha256:0",
    network: "shop-prod",
    server: "debug",
    containerPort: 80,
    healthPath: "/healthz",
    limits: { cpus: 2, memory: 512 },
    restart: "unless-stopped",
    ...args,
  });

const connection = (env: Record<string, string>): DatabaseConnection => ({
  env,
  secrets: { [`${Object.values(env)[0]}-password`]: "its password" },
  ready: new random.RandomId(`${Object.values(env)[0]}`, { byteLength: 1 }),
});

test("other names of an app are its own containers', and of nothing else of its image", async () => {
  const recording = await record(() => {
    const { runtime } = app({ aliases: ["backend"], replicas: 2, dataNetwork: "shop-prod-data" });
    expect(runtime.workload({ role: "process-worker", graceSeconds: 1 }).aliases).toBeUndefined();
  });
  const networksOf = (name: string) =>
    recording.get(`docker:Container ${name}`).inputs.networksAdvanced;
  const both = ["shop-prod", "shop-prod-data"].map((name) => ({ name, aliases: ["backend"] }));
  expect(networksOf("app-1")).toEqual(both);
  expect(networksOf("app-2")).toEqual(both);
  expect(networksOf("app")).toEqual([{ name: "shop-prod" }]);
});

test("another container of the app's image has all that the app has, and what is its own", async () => {
  const recording = await record(() => {
    const { runtime } = app({ secrets: { token: "t" }, env: { COLOR: "red" }, user: "1000" });
    const workload = runtime.workload({
      role: "process-worker",
      command: ["celery", "worker"],
      env: { QUEUE: "mail" },
      limits: { memory: 128 },
      graceSeconds: 90,
      aliases: ["worker"],
    });
    docker.job("worker", workload, {}, new pulumi.ComponentResource("test:Part", "part"));
  });
  const own = recording.get("docker:Container worker").inputs;
  const apps = recording.get("docker:Container app").inputs;
  expect(own).toMatchObject({
    image: "shop@sha256:0",
    command: ["celery", "worker"],
    envs: [...(apps.envs as string[]), "QUEUE=mail"],
    user: "1000",
    volumes: apps.volumes,
    networksAdvanced: [{ name: "shop-prod", aliases: ["worker"] }],
    restart: "unless-stopped",
    memory: 128,
    stopTimeout: 90,
  });
  expect(own.cpus).toBeUndefined();
  expect(recording.tree().filter((line) => line.includes("SecretFiles"))).toHaveLength(1);
});

test("several databases give their variables and their secrets, and are waited for", async () => {
  const recording = await record(async () => {
    const database = [connection({ CACHE_HOST: "cache" }), connection({ MAIN_HOST: "main" })];
    return settled(app({ database }).ready.id);
  });
  const { inputs, dependencies } = recording.get("docker:Container app");
  expect(inputs.envs).toEqual(expect.arrayContaining(["CACHE_HOST=cache", "MAIN_HOST=main"]));
  expect(dependencies).toEqual(
    expect.arrayContaining(["random:RandomId cache", "random:RandomId main"]),
  );
  const content = recording.get("pulumi-nodejs:SecretVolumeContent app-secrets-content");
  const files = JSON.stringify(content.inputs.files);
  expect(files).toContain("cache-password");
  expect(files).toContain("main-password");
});
