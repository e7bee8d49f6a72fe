import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";

/** How a command in a container ended. */
export interface Outcome {
  code: number;
  output: string;
  /** What it printed to standard error, without spaces around it. */
  words: string;
}

/** Runs a command in a running container to its end. */
export async function runIn(
  container: Docker.Container,
  words: readonly string[],
): Promise<Outcome> {
  const exec = await container.exec({ Cmd: [...words], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  container.modem.demuxStream(stream, stdout, stderr);
  const end = () => {
    stdout.end();
    stderr.end();
  };
  stream.once("end", end).once("close", end).once("error", end);
  const [output, errors] = await Promise.all([text(stdout), text(stderr)]);
  const { ExitCode: code } = await exec.inspect();
  return { code: code ?? -1, output, words: errors.trim() };
}
