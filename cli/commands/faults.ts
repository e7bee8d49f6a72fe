import { bytes } from "./amounts-in-words";
import type { Part } from "./part";

/** Something that is wrong, or soon will be. */
export interface Fault {
  /** One of docs/commands.md's table. */
  kind: string;
  /** `soon`: it works still. */
  when: "now" | "soon";
  /** The role, container, volume or image that it is about. */
  about: string;
  /** In one line. */
  words: string;
  /** The command that mends it, or shows more where a person has to decide. */
  mend: string;
}

/** From so many restarts on within so many minutes of the last one, a container is in a loop. */
const LOOP = { restarts: 3, withinMs: 10 * 60_000 };
const NEARLY_FULL = 0.9;
/** Roles of what runs once for a version, such as a migration. */
const ONCE = /^(release|job|job-.*)$/;
/** What SIGKILL leaves; with the kernel's word that memory was the reason. */
const KILLED = 137;

/** What a Swarm says of a task that waits for a node that is down or drained, such as the one with its data. */
const NODE_AWAY = /nodes? not available for new tasks/;
/** What shows the nodes; what is to be done with one is a person's to decide. */
export const NODES =
  "docker node ls   # start a machine that is Down, or: docker node rm --force ID; make one that is drained active: docker node update --availability active ID";

/** What is wrong with the parts of a stack. Pure. */
export function partFaults(parts: readonly Part[], stack: string, now: number): Fault[] {
  return parts.flatMap((part) => faultOf(part, stack, now) ?? []);
}

function faultOf(part: Part, stack: string, now: number): Fault | undefined {
  const { role, name, state } = part;
  const on = `--stack ${stack}`;
  const fault = (
    kind: string,
    words: string,
    mend: string,
    when: Fault["when"] = "now",
  ): Fault => ({
    kind,
    when,
    about: role,
    words: `${name} ${words}`,
    mend,
  });
  const logs = `./pulumiw logs ${role} ${on} --tail 50`;
  const memory = part.limits.memory;
  if (state === "node down" || part.node === "gone") {
    return fault("node-gone", `was on the node ${part.node}, which does not answer`, NODES);
  }
  if (part.killedForMemory) {
    const limit = memory === undefined ? "the machine's memory" : `its limit of ${bytes(memory)}`;
    return fault(
      "killed-for-memory",
      `was killed because it reached ${limit}`,
      `pulumi config set ${on} --path ${memoryKey(role)} ${twice(memory)} && ./pulumiw up ${on}`,
    );
  }
  if (part.imageGone) {
    return fault(
      "image-gone",
      `runs an image that the engine has no more (${part.image}): it cannot be made again`,
      `./pulumiw up ${on} --refresh`,
    );
  }
  if (/port is already allocated|address already in use/.test(part.error)) {
    const port = /:(\d+)(?:\/\w+)? failed|:(\d+): bind/.exec(part.error);
    const number = port?.[1] ?? port?.[2];
    return fault(
      "port-taken",
      `has not started: ${number ? `the port ${number}` : "its port"} is taken by another program`,
      number
        ? `ss -ltnp 'sport = :${number}'   # on the server, and stop that; then ./pulumiw restart ${role} ${on}`
        : `./pulumiw restart ${role} ${on}`,
    );
  }
  const isRecent = now - Date.parse(part.since) < LOOP.withinMs;
  const restarts = part.restarts ?? 0;
  if (state === "restarting" || (restarts >= LOOP.restarts && isRecent)) {
    const end = part.exitCode ? ` with exit code ${part.exitCode}` : "";
    return fault("crash-loop", `ends${end} again and again: ${restarts} restarts`, logs);
  }
  if (NODE_AWAY.test(part.error)) {
    return fault("node-gone", `does not run: ${part.error}`, NODES);
  }
  if (["pending", "rejected", "failed"].includes(state)) {
    return fault(
      "not-placed",
      `does not run: ${part.error || state}`,
      `./pulumiw up ${on} --refresh`,
    );
  }
  if (state === "paused") {
    return fault(
      "paused",
      "is paused: it takes connections and answers none",
      `docker unpause ${name}`,
    );
  }
  // A release that was run before is pinned: its container is made, and does not run again.
  const isNotToRun = ONCE.test(role) && !part.restartsItself && part.error === "";
  if (state === "created" && !isNotToRun) {
    const why = part.error ? `: ${part.error}` : "";
    return fault(
      "never-started",
      `was made and never started${why}`,
      `./pulumiw restart ${role} ${on}`,
    );
  }
  if (state === "dead" || state === "removing") {
    return fault("dead", `is ${state}: Docker could not remove it`, `docker rm --force ${name}`);
  }
  if (state === "exited" && part.exitCode !== 0 && ONCE.test(role)) {
    return fault("job-failed", `has failed with exit code ${part.exitCode}`, logs);
  }
  if (state === "exited" && part.exitCode !== 0) {
    const killed = part.exitCode === KILLED ? ", as something killed it" : "";
    return fault(
      "stopped",
      `has ended with exit code ${part.exitCode}${killed}`,
      `./pulumiw restart ${role} ${on}`,
    );
  }
  if (state === "exited" && (part.restartsItself || part.isChecked)) {
    return fault("stopped", "was stopped by somebody", `./pulumiw restart ${role} ${on}`);
  }
  if (part.health === "unhealthy") {
    const words = part.healthWords.split("\n").at(-1);
    const isBackup = /^(.+-)?backup$/.test(role);
    return fault(
      isBackup ? "backup-failed" : "unhealthy",
      isBackup ? `failed: ${words}` : `is unhealthy${words ? `: ${words}` : ""}`,
      isBackup ? `./pulumiw backup now ${on}` : logs,
    );
  }
  const used = part.usage?.memory;
  if (memory !== undefined && used !== undefined && used > memory * NEARLY_FULL) {
    return fault(
      "memory-nearly-full",
      `uses ${bytes(used)} of ${bytes(memory)}`,
      `pulumi config set ${on} --path ${memoryKey(role)} ${twice(memory)} && ./pulumiw up ${on}`,
      "soon",
    );
  }
  return undefined;
}

/** The setting that limits a role's memory. */
export function memoryKey(role: string): string {
  const [kind, name] = /^(process|service)-(.+)$/.exec(role)?.slice(1) ?? [];
  if (kind === "process") return `app.processes.${name}.limits.memory`;
  if (kind === "service") return `services.${name}.limits.memory`;
  if (/^(app|edge|balancer|release|job-.+)$/.test(role)) return "limits.memory";
  if (/^(.+-)?backup$/.test(role)) return "backup.limits.memory";
  return role === "database" ? "database.limits.memory" : `databases.${role}.limits.memory`;
}

const twice = (memory: number | undefined) =>
  memory === undefined ? "512m" : `${Math.round((memory * 2) / 1024 ** 2)}m`;
