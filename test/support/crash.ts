import { execFileSync } from "node:child_process";
import type Docker from "dockerode";

/**
 * Ends a container's first process, as a crash does. Docker takes its own `kill` for a person's wish.
 *
 * @returns the number of that process, as Docker has it.
 */
export async function crash(container: Docker.Container): Promise<number> {
  const { Pid: pid } = (await container.inspect()).State;
  const { BERTH_DOCKER_PID: engine } = process.env;
  // An engine in a container has numbers of its own, which are other processes' here.
  if (engine) {
    const kill = ["sh", "-c", 'kill -KILL "$1"', "sh", String(pid)];
    execFileSync("nsenter", ["--target", engine, "--pid", ...kill]);
  } else process.kill(pid, "SIGKILL");
  return pid;
}
