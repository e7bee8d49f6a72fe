import { describe, expect, test } from "vitest";
import type { Answer } from "../../../cli/docker-api";
import { ensureDocker } from "../../../cli/prepare/ensure-docker";
import type { LocalEngine } from "../../../cli/prepare/local-engine";
import { type LocalFacts, remedyFor } from "../../../cli/prepare/remedy";
import { fakeMachine, systemError } from "../fakes";

const LINUX: LocalFacts = {
  platform: "linux",
  root: false,
  systemd: false,
  debian: false,
  wsl: false,
  dockerd: false,
  dockerDesktop: false,
  colima: false,
};

describe("the remedy", () => {
  test.each<[string, Partial<LocalFacts>, object]>([
    ["root, stopped", { root: true, dockerd: true }, { do: "start", with: "dockerd" }],
    [
      "root, stopped, systemd",
      { root: true, dockerd: true, systemd: true },
      { do: "start", with: "systemctl" },
    ],
    ["root on Debian, none", { root: true, debian: true }, { do: "install" }],
    ["root in WSL, none", { root: true, debian: true, wsl: true }, { do: "install" }],
    [
      "Mac with Docker Desktop",
      { platform: "darwin", dockerDesktop: true },
      { do: "start", with: "Docker Desktop" },
    ],
    ["Mac with colima", { platform: "darwin", colima: true }, { do: "start", with: "colima" }],
  ])("%s", (_, facts, expected) => {
    expect(remedyFor({ ...LINUX, ...facts })).toEqual(expected);
  });

  test.each<[string, Partial<LocalFacts>, string]>([
    [
      "a user, stopped",
      { dockerd: true },
      "Docker is installed but does not run; start it: sudo service docker start",
    ],
    [
      "a user, stopped, systemd",
      { dockerd: true, systemd: true },
      "Docker is installed but does not run; start it: sudo systemctl start docker",
    ],
    [
      "a user on Debian",
      { debian: true },
      "Docker is not installed; install it: sudo apt-get install docker.io",
    ],
    [
      "root elsewhere",
      { root: true },
      "Docker is not installed; see https://docs.docker.com/engine/install/ for this system",
    ],
    [
      "a user in WSL",
      { wsl: true, debian: true },
      "turn on Docker Desktop's WSL integration (https://docs.docker.com/desktop/features/wsl/), or install Docker's engine here: sudo apt-get install docker.io",
    ],
    [
      "a Mac with nothing",
      { platform: "darwin" },
      "Docker is not installed; get Docker Desktop (https://docs.docker.com/desktop/setup/install/mac-install/), or: brew install docker colima && colima start",
    ],
    ["Windows", { platform: "win32" }, "start Docker Desktop"],
  ])("a hint for %s", (_, facts, hint) => {
    expect(remedyFor({ ...LINUX, ...facts })).toEqual({ do: "tell", hint });
  });
});

/** A local engine that answers once one of these was done. */
function situation(facts: Partial<LocalFacts>, mended: "install" | "start" | "never" = "start") {
  const done: string[] = [];
  const local: LocalEngine = {
    facts: async () => ({ ...LINUX, ...facts }),
    install: async () => void done.push("install"),
    start: async (starter) => void done.push(`start ${starter}`),
  };
  const get = async (): Promise<Answer> => {
    if (done.some((what) => what.startsWith(mended))) return { status: 200, body: "OK" };
    throw systemError("ENOENT");
  };
  return { local, done, api: { get } };
}

const host = { address: "unix:///var/run/docker.sock", from: "the default" };
const NOBODY = "no Docker engine answers at unix:///var/run/docker.sock (the default)";
const debianRoot = { root: true, debian: true };

describe("an engine that does not answer", () => {
  test("nothing is done or said where one does", async () => {
    const machine = fakeMachine();
    const api = { get: async () => ({ status: 200, body: "OK" }) };
    await ensureDocker({ ...situation({}), api, host, machine, yes: false });
    expect(machine.said).toEqual([]);
  });

  test("is started where it is stopped", async () => {
    const machine = fakeMachine();
    const { done, ...rest } = situation({ root: true, dockerd: true });
    await ensureDocker({ ...rest, host, machine, yes: false, pollMs: 1 });
    expect(done).toEqual(["start dockerd"]);
    expect(machine.said[0]).toBe("Docker does not run: starting it with dockerd");
    expect(machine.said[1]).toMatch(/^Docker answers after \d s$/);
  });

  test.each([
    ["--yes", { yes: true }, {}],
    ["CI=true", { yes: false }, { env: { CI: "true" } }],
    ["a yes on the terminal", { yes: false }, { interactive: true, answer: true }],
  ])("is installed and started with %s", async (_, { yes }, facts) => {
    const machine = fakeMachine(facts);
    const { done, ...rest } = situation(debianRoot);
    await ensureDocker({ ...rest, host, machine, yes, pollMs: 1 });
    expect(done).toEqual(["install", "start dockerd"]);
    expect(machine.said.slice(0, 2)).toEqual([
      "Docker is not installed: installing docker.io, iptables and iproute2 with apt, a minute or two",
      expect.stringMatching(/^Docker is installed after \d s$/),
    ]);
  });

  test("what can go on beside the installation is begun before it", async () => {
    const { done, ...rest } = situation(debianRoot);
    const beforeInstall = async () => void done.push("before");
    const check = { ...rest, host, machine: fakeMachine(), yes: true, pollMs: 1, beforeInstall };
    await ensureDocker(check);
    expect(done).toEqual(["before", "install", "start dockerd"]);
  });

  test("is not started again where its package did", async () => {
    const { done, ...rest } = situation(debianRoot, "install");
    await ensureDocker({ ...rest, host, machine: fakeMachine(), yes: true });
    expect(done).toEqual(["install"]);
  });

  test("is not installed without a yes", async () => {
    const { done, ...rest } = situation(debianRoot);
    const refused = `${NOBODY}: Docker is not installed; add --yes to have it installed (docker.io, iptables and iproute2 with apt), or install it: apt-get install docker.io iptables iproute2`;
    const asked = fakeMachine({ interactive: true, answer: false });
    await expect(ensureDocker({ ...rest, host, machine: asked, yes: false })).rejects.toThrow(
      refused,
    );
    expect(asked.asked).toEqual([
      "Docker is not installed. Install docker.io, iptables and iproute2 with apt?",
    ]);
    const nobody = ensureDocker({ ...rest, host, machine: fakeMachine(), yes: false });
    await expect(nobody).rejects.toThrow(refused);
    expect(done).toEqual([]);
  });

  test("is told about where nothing can be done", async () => {
    const check = { ...situation({ debian: true }), host, machine: fakeMachine(), yes: true };
    await expect(ensureDocker(check)).rejects.toThrow(
      `${NOBODY}: Docker is not installed; install it: sudo apt-get install docker.io`,
    );
  });

  test("an attempt that fails says why", async () => {
    const { local, api } = situation({ root: true, dockerd: true });
    const start = async () => {
      throw new Error("see /var/log/berth-dockerd.log");
    };
    const check = { local: { ...local, start }, api, host, machine: fakeMachine(), yes: false };
    await expect(ensureDocker(check)).rejects.toThrow(
      `${NOBODY}: it could not be started: see /var/log/berth-dockerd.log`,
    );
  });

  test.each([
    ["EACCES", host, "may not use the socket"],
    [
      "ECONNREFUSED",
      { address: "tcp://10.0.0.1:2375", from: "DOCKER_HOST" },
      "nothing listens there",
    ],
    ["ETIMEDOUT", { address: "ssh://me@server", from: "the setting host" }, "cannot be reached"],
    ["NO_ANSWER", host, "it accepted the connection"],
    ["ENOENT", { address: "unix:///other.sock", from: "DOCKER_HOST" }, "there is no such socket"],
  ])("%s is nothing to be started here", async (code, where, text) => {
    const { local, done } = situation({ root: true, dockerd: true });
    const get = async () => {
      throw systemError(code);
    };
    const check = { local, api: { get }, host: where, machine: fakeMachine(), yes: true };
    await expect(ensureDocker(check)).rejects.toThrow(text);
    expect(done).toEqual([]);
  });
});
