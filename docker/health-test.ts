import type Docker from "dockerode";
import { execIn } from "./exec";

/** Docker's own limit for a check that has none. */
const LIMIT_SECONDS = 30;

/** The variable that tells a health check to ask another address than 127.0.0.1. */
export const CHECKED_ADDRESS = "BERTH_CHECKED_ADDRESS";

/**
 * Runs a container's health check now, instead of waiting for Docker's next one.
 *
 * @param address that it is to ask, where it is one of ours; 127.0.0.1 if not given.
 * @returns false where it has none, or cannot be asked.
 */
export async function passesHealthTest(
  container: Docker.Container,
  { State: state, Config: config }: Docker.ContainerInspectInfo,
  address?: string,
): Promise<boolean> {
  const isChecked = state.Status === "running" && state.Health !== undefined;
  const command = isChecked ? commandOf(config.Healthcheck?.Test) : [];
  if (command.length === 0) return false;
  const limitMs = (config.Healthcheck?.Timeout ?? 0) / 1e6 || LIMIT_SECONDS * 1000;
  try {
    const env = address === undefined ? [] : [`${CHECKED_ADDRESS}=${address}`];
    return (await execIn(container, command, { limitMs, env })).exitCode === 0;
  } catch {
    // It stopped meanwhile, or took too long. What became of it, its state tells.
    return false;
  }
}

/** The words that Docker runs: https://docs.docker.com/reference/api/engine/, `HealthConfig`. */
function commandOf([kind, ...words]: readonly string[] = []): string[] {
  if (kind === "CMD") return words;
  return kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...words] : [];
}
