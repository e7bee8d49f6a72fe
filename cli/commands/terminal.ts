import { spawnSync } from "node:child_process";
import type { Duplex } from "node:stream";
import { writtenChunks } from "./log-lines";

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
  const isRaw = tty && stdin.isTTY === true;
  const restore = () => {
    if (isRaw) stdin.setRawMode(false);
  };
  const announce = () => {
    const { rows: h, columns: w } = stdout;
    // It may have ended by then.
    if (h && w) void resize({ h, w }).catch(() => {});
  };
  if (isRaw) {
    stdin.setRawMode(true);
    // Node.js leaves it to this terminal to add carriage returns, which the other one has done already.
    spawnSync("stty", ["-opost"], { stdio: ["inherit", "ignore", "ignore"] });
    process.once("exit", restore);
  }
  if (tty) {
    announce();
    stdout.on("resize", announce);
  }
  // Nobody reads it any more, or the engine ended it: the other direction says so.
  socket.on("error", () => {});
  stdin.on("error", () => {});
  stdin.pipe(socket);
  try {
    for await (const { stream, chunk } of writtenChunks(socket, tty)) {
      if (refusal?.test(chunk.toString())) return chunk.toString().trim();
      const to = stream === "stderr" ? stderr : stdout;
      if (!to.write(chunk)) await new Promise((drained) => to.once("drain", drained));
    }
    return undefined;
  } finally {
    stdin.unpipe(socket);
    stdout.off("resize", announce);
    process.off("exit", restore);
    restore();
    socket.destroy();
    // Whoever keeps it open does not keep this process.
    stdin.destroy();
  }
}
