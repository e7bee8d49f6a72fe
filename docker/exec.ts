import type Docker from "dockerode";
import { demultiplex } from "./container-log";

/** How a command in a container ended. */
export interface ExecResult {
  exitCode: number;
  /** What it wrote to both its outputs. */
  output: string;
}

/**
 * Runs a command in a running container to its end.
 *
 * @param User undefined: the container's own.
 */
export async function execIn(
  container: Docker.Container,
  command: readonly string[],
  User?: string,
): Promise<ExecResult> {
  const exec = await container.exec({
    Cmd: [...command],
    User,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const { ExitCode: exitCode } = await exec.inspect();
  return { exitCode: exitCode ?? -1, output: demultiplex(Buffer.concat(chunks)) };
}

/** @throws Error with what the command wrote, where its exit code is not 0. */
export async function mustExecIn(
  container: Docker.Container,
  command: readonly string[],
  User?: string,
): Promise<string> {
  const { exitCode, output } = await execIn(container, command, User);
  if (exitCode === 0) return output;
  throw new Error(`${command[0]} ended with exit code ${exitCode}: ${output.trim()}`);
}
