import type Docker from "dockerode";
import { demultiplex, STDERR, STDOUT } from "./container-log";

/** How a command in a container ended. */
export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Both of them, in the order it was written. */
  output: string;
}

export interface ExecOptions {
  /** @default the container's own */
  user?: string;
  /** As `NAME=value`, beside the container's own. */
  env?: readonly string[];
  /**
   * Milliseconds that it may take.
   *
   * @default no limit
   */
  limitMs?: number;
}

/**
 * Runs a command in a running container to its end.
 *
 * @throws TimeoutError when it takes longer than it may. It goes on then, as Docker cannot stop it.
 */
export async function execIn(
  container: Docker.Container,
  command: readonly string[],
  { user, env = [], limitMs }: ExecOptions = {},
): Promise<ExecResult> {
  const exec = await container.exec({
    Cmd: [...command],
    User: user,
    Env: [...env],
    AttachStdout: true,
    AttachStderr: true,
  });
  const abortSignal = limitMs === undefined ? undefined : AbortSignal.timeout(limitMs);
  const stream = await exec.start({ abortSignal });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  // A stream that is aborted ends as any other.
  abortSignal?.throwIfAborted();
  const { ExitCode: exitCode } = await exec.inspect();
  const frames = Buffer.concat(chunks);
  return {
    exitCode: exitCode ?? -1,
    stdout: demultiplex(frames, STDOUT),
    stderr: demultiplex(frames, STDERR),
    output: demultiplex(frames),
  };
}

/** @throws Error with what the command wrote, where its exit code is not 0. */
export async function mustExecIn(
  container: Docker.Container,
  command: readonly string[],
  options?: ExecOptions,
): Promise<string> {
  const { exitCode, output } = await execIn(container, command, options);
  if (exitCode === 0) return output;
  throw new Error(`${command[0]} ended with exit code ${exitCode}: ${output.trim()}`);
}
