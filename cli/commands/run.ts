import { randomBytes } from "node:crypto";
import { EngineAnswer, type LightClient } from "../../docker/light-client";
import { UserError } from "../../shared/errors";
import type { Run } from "./command";
import { type Inspection, inspect } from "./containers";
import { nothingThere, type OpenPlace, openFor } from "./engine";
import { ttyOf, variablesOf } from "./exec";
import type { Part } from "./part";
import { partsFor } from "./ps";
import { partsOf } from "./roles";
import { attach, wantsTerminal } from "./terminal";

/** What a person may send to a process; the others end this one alone. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;

/** `run`: a container of the app's image, with all that the app has, for one command. */
export const run: Run = async (line, surroundings) => {
  const command = line.passedOn;
  const env = variablesOf(line);
  if (command.length === 0) {
    throw new UserError(
      "run: which command? For example: ./pulumiw run flask db upgrade; see ./pulumiw run --help",
    );
  }
  const place = openFor(line, surroundings);
  const role = line.text("role") ?? "app";
  const all = await partsFor(place);
  if (all.length === 0) throw nothingThere(place, surroundings.machine.env);
  const [like] = partsOf(all, [role], place.id.stack);
  if (place.settings.isOnSwarm) {
    const { runAsService } = await import("./run-service");
    return runAsService(place, role, command, env);
  }
  const tty = wantsTerminal(ttyOf(line));
  const found = like && (await inspect(place.client, like.id));
  if (!like || !found) throw nothingThere(place, surroundings.machine.env);
  const body = bodyOf(found, command, {
    ...{ tty, env, user: line.text("user"), folder: line.text("workdir") },
  });
  const id = await create(place, like, body);
  return startAndFollow(place.client, id, tty, command, like.name);
};

interface RunSpec {
  tty: boolean;
  env: readonly string[];
  user?: string;
  folder?: string;
}

type Body = ReturnType<typeof bodyOf>;

/** A container like another one, for a command, which takes no traffic and goes when it ends. Pure. */
export function bodyOf(
  found: Inspection,
  command: readonly string[],
  { tty, env, user, folder }: RunSpec,
) {
  const { Config: config, HostConfig: host } = found;
  const [network] = Object.keys(found.NetworkSettings?.Networks ?? {});
  return {
    ...config,
    // Its own; its replacement would take the name of the one that it is like.
    Hostname: undefined,
    Domainname: undefined,
    ExposedPorts: undefined,
    Volumes: undefined,
    Healthcheck: { Test: ["NONE"] },
    Labels: {
      ...config.Labels,
      "berth.role": "run",
      "berth.run.like": config.Labels?.["berth.role"],
    },
    Cmd: command,
    Env: [...(config.Env ?? []), ...(tty ? ["TERM=xterm-256color"] : []), ...env],
    User: user ?? config.User,
    WorkingDir: folder ?? config.WorkingDir,
    ...{ Tty: tty, OpenStdin: true, StdinOnce: true },
    ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true },
    HostConfig: {
      ...host,
      AutoRemove: true,
      // Signals reach the command, and end it where it does not say otherwise.
      Init: true,
      RestartPolicy: { Name: "no" },
      PortBindings: {},
      PublishAllPorts: false,
      NetworkMode: network ?? "none",
      ContainerIDFile: undefined,
    },
    NetworkingConfig: network ? { EndpointsConfig: { [network]: {} } } : undefined,
  };
}

/** Makes the container, on all networks of the one that it is like; returns its id. */
async function create({ client, id }: OpenPlace, like: Part, body: Body): Promise<string> {
  const name = `${id.project}-${id.stack}-run-${randomBytes(3).toString("hex")}`
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-");
  const make = (changes: object = {}) =>
    client.ask<{ Id: string }>("POST", "/containers/create", {
      query: { name },
      body: { ...body, ...changes },
    });
  const made = await make().catch((error: unknown) => {
    if (!(error instanceof EngineAnswer)) throw error;
    if (error.statusCode !== 404) {
      throw new UserError(`no container like ${like.name} can be made: ${error.message}`);
    }
    throw new UserError(
      `the image of ${like.name} (${like.image}) is no longer on the engine; to build it again: ./pulumiw up --stack ${id.stack} --refresh`,
    );
  });
  const [, ...others] = body.NetworkingConfig ? await networksOf(client, like.id) : [];
  for (const network of others) {
    const Container = made.Id;
    await client.ask("POST", `/networks/${encodeURIComponent(network)}/connect`, {
      body: { Container },
    });
  }
  return made.Id;
}

const networksOf = async (client: LightClient, id: string): Promise<string[]> =>
  Object.keys((await inspect(client, id))?.NetworkSettings?.Networks ?? {});

/** Starts a container with this process' streams and signals; returns its exit code once it is removed. */
async function startAndFollow(
  client: LightClient,
  id: string,
  tty: boolean,
  [program]: readonly string[],
  like: string,
): Promise<number> {
  const query = { stream: true, stdin: true, stdout: true, stderr: true };
  const socket = await client.hijack(`/containers/${id}/attach`, { query });
  const ended = client.ask<{ StatusCode: number }>("POST", `/containers/${id}/wait`, {
    query: { condition: "removed" },
    limitMs: 0,
  });
  // It is looked at below.
  ended.catch(() => {});
  const kill = (signal: string) =>
    client.ask("POST", `/containers/${id}/kill`, { query: { signal } }).catch(() => {});
  const pass = (signal: NodeJS.Signals) => void kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  const stop = () => client.ask("DELETE", `/containers/${id}`, { query: { force: true, v: true } });
  try {
    await client.ask("POST", `/containers/${id}/start`).catch(async (error: unknown) => {
      socket.destroy();
      await stop().catch(() => {});
      if (!(error instanceof EngineAnswer)) throw error;
      throw new UserError(whyNotStarted(error.message, program, like), { exitCode: 127 });
    });
    const refused = await attach({
      socket,
      tty,
      refusal: /^\[FATAL tini /,
      resize: (size) => client.ask("POST", `/containers/${id}/resize`, { query: { ...size } }),
    });
    const { StatusCode: exitCode } = await ended;
    if (refused === undefined) return exitCode;
    throw new UserError(whyNotStarted(refused, program, like), { exitCode });
  } finally {
    for (const signal of SIGNALS) process.off(signal, pass);
  }
}

function whyNotStarted(message: string, program: string | undefined, like: string): string {
  if (/unable to find (user|group)/.test(message)) return `--user: ${message} of ${like}`;
  return /executable file not found|no such file or directory/i.test(message)
    ? `there is no program ${program} in the image of ${like}`
    : `the command cannot run: ${message}`;
}
