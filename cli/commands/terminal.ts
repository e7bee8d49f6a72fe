import { spawnSync } from "node:child_process";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { writtenChunks } from "../../docker/written-lines";

/** Where a process in a container reads and writes: this process' own streams. */
export interface Streams {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** Rows and columns of this terminal. */
export interface Size {
  h: number;
  w: number;
}

export interface Attachment {
  socket: Duplex;
  /** The process has a terminal: what it writes comes without frames. */
  tty: boolean;
  /** Is told how big this terminal is, now and when it changes. */
  resize(size: Size): Promise<unknown>;
  /** The beginning of what stands in place of its output where it could not be started. */
  refusal?: RegExp;
  streams?: Streams;
}

/** How often, and how long after one another, a size is told to a process that is only beginning. */
const TRIES = 20;
const PAUSE_MS = 50;

/** Whether a process gets a terminal: where a person has one, unless said otherwise. */
export const wantsTerminal = (given: boolean | undefined, { stdin, stdout }: Streams = process) =>
  given ?? (stdin.isTTY === true && stdout.isTTY === true);

/**
 * Connects this process' streams with those of a process in a container, until that one has written all.
 * Where it has a terminal, every key goes to it: Ctrl-C too.
 *
 * @returns why it was not started; undefined where it was.
 */
export async function attach({
  socket,
  tty,
  resize,
  refusal,
  streams = process,
}: Attachment): Promise<string | undefined> {
  const { stdin, stdout, stderr } = streams;
  let isOver = false;
  const isRaw = tty && stdin.isTTY === true;
  const restore = () => {
    if (isRaw) stdin.setRawMode(false);
  };
  const announce = async (): Promise<void> => {
    for (let tries = TRIES; tries > 0 && !isOver; tries--) {
      const { rows: h, columns: w } = stdout;
      if (!h || !w) return;
      try {
        await resize({ h, w });
        return;
      } catch {
        // It may not have begun yet, or have ended.
        await sleep(PAUSE_MS, undefined, { ref: false });
      }
    }
  };
  const changed = () => void announce();
  if (isRaw) {
    stdin.setRawMode(true);
    // Node.js leaves it to this terminal to add carriage returns, which the other one has done already.
    spawnSync("stty", ["-opost"], { stdio: ["inherit", "ignore", "ignore"] });
    process.once("exit", restore);
  }
  if (tty) stdout.on("resize", changed);
  // Nobody reads it any more, or the engine ended it: the other direction says so.
  socket.on("error", () => {});
  stdin.on("error", () => {});
  // What a person types finds a terminal of the right size: the engine may let the process begin before it.
  void (tty ? announce() : Promise.resolve()).then(() => {
    if (!isOver) stdin.pipe(socket);
  });
  let refused = "";
  try {
    for await (const { stream, chunk } of writtenChunks(socket, tty)) {
      if (refused !== "" || refusal?.test(chunk.toString())) {
        refused += chunk.toString();
        continue;
      }
      const to = stream === "stderr" ? stderr : stdout;
      if (!to.write(chunk)) await new Promise((drained) => to.once("drain", drained));
    }
    return refused.trim() || undefined;
  } finally {
    isOver = true;
    stdin.unpipe(socket);
    stdout.off("resize", changed);
    process.off("exit", restore);
    restore();
    socket.destroy();
    // Whoever keeps it open does not keep this process.
    stdin.destroy();
  }
}
