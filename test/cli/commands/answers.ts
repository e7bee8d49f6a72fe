import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";
import { runOwn } from "../../../cli/commands";
import type { Inspection } from "../../../cli/commands/containers";
import { ownCommand } from "../../../cli/commands/line";
import type { Routes } from "../../docker/fake-engine";
import { fakeMachine } from "../fakes";

/** Changes of an answer, in its own shape. */
type Changes<T> = { [Key in keyof T]?: T[Key] extends object ? Changes<T[Key]> : T[Key] };

const OWN = { "berth.project": "widgets", "berth.stack": "prod" };

/** A container as `GET /containers/ID/json` of Docker 20.10 tells of it: well, unless it is changed. */
export function container(role: string, changes: Changes<Inspection> = {}): Inspection {
  const { State, Config, HostConfig, ...others } = changes;
  return {
    Id: `id-of-${role}`,
    Name: `/widgets-prod-${role}`,
    Image: "sha256:0123456789abcdef",
    RestartCount: 0,
    Mounts: [],
    ...(others as object),
    Config: {
      Image: "sha256:0123456789abcdef",
      Labels: { ...OWN, "berth.role": role },
      Env: [],
      Tty: false,
      ...(Config as object),
    },
    HostConfig: {
      NanoCpus: 1e9,
      Memory: 512 * 1024 ** 2,
      RestartPolicy: { Name: "always" },
      ...(HostConfig as object),
    },
    State: {
      Status: "running",
      Pid: 0,
      ExitCode: 0,
      OOMKilled: false,
      Error: "",
      StartedAt: "2026-01-31T10:00:00Z",
      FinishedAt: "0001-01-01T00:00:00Z",
      Health: { Status: "healthy", Log: [{ ExitCode: 0, Output: "" }] },
      ...(State as object),
    },
  };
}

/** What an engine answers that has these containers, and images with these tags by their ids. */
export function engineWith(
  containers: readonly Inspection[],
  images: Record<string, string[]> = { "sha256:0123456789abcdef": ["widgets-prod/app:v1"] },
): Routes {
  return {
    "GET /containers/json": () => ({
      body: containers.map(({ Id, Image, Name, Config, State }) => ({
        ...{ Id, ImageID: Image, Names: [Name], Labels: Config.Labels ?? {}, Ports: [] },
        ...{ State: State.Status, Status: "Up 1 hour (healthy)" },
      })),
    }),
    ...Object.fromEntries(
      containers.map((it) => [`GET /containers/${it.Id}/json`, () => ({ body: it })]),
    ),
    ...Object.fromEntries(
      Object.entries(images).map(([id, tags]) => [
        `GET /images/${id}/json`,
        () => ({ body: { RepoTags: tags, Config: { Labels: OWN } } }),
      ]),
    ),
  };
}

/** Runs commands in a folder with the project `widgets`, and keeps what they print. */
export function commandLine() {
  const here = { folder: "", printed: "" };
  beforeEach(() => {
    here.folder = mkdtempSync(join(tmpdir(), "berth-commands-"));
    here.printed = "";
    writeFileSync(join(here.folder, "Pulumi.yaml"), "name: widgets\nruntime: nodejs\n");
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      here.printed += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(here.folder, { recursive: true });
  });
  const runAsIs = (words: string, env: NodeJS.ProcessEnv = {}) => {
    const given = ownCommand(words.split(" "));
    if (!given) throw new Error(`no own command: ${words}`);
    return runOwn(given, fakeMachine({ env: { PULUMI_HOME: here.folder, ...env } }));
  };
  return Object.assign(here, {
    /** Writes the settings of the stack prod. */
    settings: (config: object) =>
      writeFileSync(join(here.folder, "Pulumi.prod.yaml"), JSON.stringify({ config })),
    /** @returns the exit code. */
    run: (words: string, env?: NodeJS.ProcessEnv) =>
      runAsIs(`${words} --stack prod -C ${here.folder}`, env),
    /** A line that names stack and folder by itself, before what it passes on. */
    runAsIs,
  });
}
