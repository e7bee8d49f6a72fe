import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { Duplex, type Readable } from "node:stream";

/** How much of what ssh says is kept, in characters: the last lines tell why it ended. */
const KEPT = 4_000;
/** How long the last words of a client that ended may take, in milliseconds. */
const LAST_WORDS_MS = 200;

/** The ssh client ended with an error; the message is its own last line. */
export class SshError extends Error {
  readonly code = "SSH";

  constructor(said: string, exitCode: number | null) {
    const lines = said.split("\n").map((line) => line.trim());
    // Shells and banners say more than is asked for; what went wrong stands last.
    const last = lines.findLast((line) => line !== "" && !/^Connection (to|closed)/.test(line));
    super(last ?? lines.findLast((line) => line !== "") ?? `it ended with exit code ${exitCode}`);
  }
}

/** A connection that lets Node know when nobody waits for it. */
export interface SshStream extends Duplex {
  ref(): SshStream;
  unref(): SshStream;
}

/**
 * What the ssh client's far end says and is told.
 *
 * It does not simply end where the client fails: an HTTP client would take that for a server that
 * hung up, and ssh's own words would be lost.
 */
export function sshStream(args: readonly string[]): SshStream {
  const child = spawn("ssh", args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    said = (said + part).slice(-KEPT);
  });
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk, _encoding, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill();
      // Whoever shares the connection may hold them open, and this process with them.
      child.stdout.destroy();
      child.stderr.destroy();
      done(error);
    },
  });
  child.stdout.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause();
  });
  // Nobody reads any more: the client's end says why.
  child.stdin.on("error", () => {});
  child.once("error", (error) => stream.destroy(error));
  child.once("exit", (code) => {
    if (code === 0) {
      whenEnded(child.stdout, () => {
        // Nobody takes what is written any more: an idle connection that stayed open would be used
        // for the next request, which then waited for ever.
        stream.once("end", () => stream.destroy());
        stream.push(null);
        stream.read(0);
        child.stderr.destroy();
      });
      return;
    }
    whenEnded(child.stderr, () => stream.destroy(new SshError(said, code)));
  });
  // The pipes are sockets, which the types do not say.
  const handles = [child, ...[child.stdin, child.stdout, child.stderr]] as unknown as Socket[];
  return Object.assign(stream, {
    ref: () => {
      for (const handle of handles) handle.ref();
      return stream as SshStream;
    },
    unref: () => {
      for (const handle of handles) handle.unref();
      return stream as SshStream;
    },
  });
}

/**
 * Goes on once a pipe has nothing more to say. A shared connection that stays may hold it open, so its
 * end is not waited for; but a reader who takes a while, is.
 */
function whenEnded(pipe: Readable, then: () => void): void {
  if (pipe.readableEnded) {
    then();
    return;
  }
  // Declared before they are used: the functions here become part of a dynamic resource's state.
  let hasSaidMore = false;
  let isDone = false;
  let timer: NodeJS.Timeout | undefined;
  const done = () => {
    clearInterval(timer);
    if (!isDone) then();
    isDone = true;
  };
  pipe.on("data", () => {
    hasSaidMore = true;
  });
  pipe.once("end", done);
  timer = setInterval(() => {
    if (!hasSaidMore && !pipe.isPaused()) done();
    hasSaidMore = false;
  }, LAST_WORDS_MS);
}
