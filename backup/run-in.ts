import { PassThrough, type Readable } from "node:stream";
import type Docker from "dockerode";

/** How a command in a container ended. */
export interface Outcome {
  code: number;
  output: string;
  /** What it printed to standard error, without spaces around it. */
  words: string;
}

/**
 * Runs a command in a running container to its end.
 *
 * @param onLine gets each line of its output as it comes.
 */
export async function runIn(
  container: Docker.Container,
  words: readonly string[],
  onLine: (line: string) => void = () => {},
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
  const [output, errors] = await Promise.all([textOf(stdout, onLine), textOf(stderr)]);
  const { ExitCode: code } = await exec.inspect();
  return { code: code ?? -1, output, words: errors.trim() };
}

async function textOf(stream: Readable, onLine: (line: string) => void = () => {}) {
  let text = "";
  let shown = 0;
  for await (const part of stream.setEncoding("utf8")) {
    text += part;
    for (let end = text.indexOf("\n", shown); end >= 0; end = text.indexOf("\n", shown)) {
      onLine(text.slice(shown, end));
      shown = end + 1;
    }
  }
  return text;
}
