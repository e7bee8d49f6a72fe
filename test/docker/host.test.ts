import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isLocal, resolveHost } from "../../docker/host";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-docker-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const DEFAULT = { address: "unix:///var/run/docker.sock", from: "the default" };

function addContext(name: string, meta: unknown) {
  const id = createHash("sha256").update(name).digest("hex");
  const place = join(folder, "contexts", "meta", id);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "meta.json"), typeof meta === "string" ? meta : JSON.stringify(meta));
}

const endpoint = (Host: string) => ({ Name: "any", Endpoints: { docker: { Host } } });
const config = (text: string) => writeFileSync(join(folder, "config.json"), text);
const resolved = (env: NodeJS.ProcessEnv = {}, setting?: string) =>
  resolveHost(setting, { DOCKER_CONFIG: folder, ...env });

describe("the engine is the first of", () => {
  beforeEach(() => {
    addContext("colima", endpoint("unix:///colima.sock"));
    addContext("server", endpoint("ssh://me@server"));
    config('{"currentContext": "colima"}');
  });
  const env = { DOCKER_HOST: "tcp://10.0.0.1:2375", DOCKER_CONTEXT: "server" };

  test("the setting", () => {
    expect(resolved(env, "ssh://me@prod")).toEqual({
      address: "ssh://me@prod",
      from: "the setting host",
    });
  });

  test("DOCKER_HOST", () => {
    expect(resolved(env)).toEqual({ address: "tcp://10.0.0.1:2375", from: "DOCKER_HOST" });
  });

  test("the context that DOCKER_CONTEXT names", () => {
    expect(resolved({ DOCKER_CONTEXT: "server" })).toEqual({
      address: "ssh://me@server",
      from: "the docker context server",
    });
  });

  test("the docker client's current context", () => {
    expect(resolved()).toEqual({
      address: "unix:///colima.sock",
      from: "the docker context colima",
    });
  });

  test("the local socket, also where the context is the default one", () => {
    expect(resolved({ DOCKER_CONTEXT: "default" })).toEqual(DEFAULT);
    config("{}");
    expect(resolved({ DOCKER_HOST: "" })).toEqual(DEFAULT);
    rmSync(join(folder, "config.json"));
    expect(resolved()).toEqual(DEFAULT);
  });
});

describe("a context that the docker client does not have", () => {
  const unknown = (name: string, mend: string) =>
    expect.objectContaining({
      __pulumiRunError: true,
      message: `the docker context ${name} has no endpoint that can be read; pick one that \`docker context ls\` lists: ${mend}`,
    });
  const UNSET = "change or unset DOCKER_CONTEXT";

  test("is an error, whoever names it", () => {
    expect(() => resolved({ DOCKER_CONTEXT: "gone" })).toThrow(unknown("gone", UNSET));
    config('{"currentContext": "lost"}');
    expect(() => resolved()).toThrow(unknown("lost", "docker context use NAME"));
  });

  test.each([
    ["cannot be read", "{"],
    ["names no Docker engine", { Name: "any", Endpoints: { kubernetes: {} } }],
  ])("is an error too where it %s", (_, meta) => {
    addContext("broken", meta);
    expect(() => resolved({ DOCKER_CONTEXT: "broken" })).toThrow(unknown("broken", UNSET));
  });

  test("does not matter where the engine is chosen before", () => {
    const env = { DOCKER_CONTEXT: "gone", DOCKER_HOST: "tcp://10.0.0.1:2375" };
    expect(resolved(env).from).toBe("DOCKER_HOST");
  });
});

test("a configuration of the docker client that cannot be read is passed over", () => {
  config("{");
  expect(resolved()).toEqual(DEFAULT);
});

test.each([
  ["unix:///var/run/docker.sock", true],
  ["npipe:////./pipe/docker_engine", true],
  ["tcp://127.0.0.1:2375", false],
  ["ssh://me@server", false],
])("%s sees the files of this machine: %s", (address, local) => {
  expect(isLocal({ address, from: "" })).toBe(local);
});
