import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { aptInstall } from "../shared/apt";
import { connect } from "./connect";
import { LOCAL_SOCKET } from "./host";

/** Where the log of an engine goes that was started here. */
export const ENGINE_LOG = "/var/log/berth-dockerd.log";

const START_SECONDS = 60;

/** Debian's engine, and what it needs for bridges and published ports. */
export const PACKAGES = ["docker.io", "iptables", "iproute2"];

/** Whether an engine answers at an address. */
export async function answers(address: string): Promise<boolean> {
  return connect(address)
    .ping()
    .then(
      () => true,
      () => false,
    );
}

/**
 * Makes sure that a local engine runs: installs it on Debian or Ubuntu where it is missing, starts
 * it where it is stopped. Needs root for both.
 *
 * @returns a function that stops the engine again, where it was started here.
 * @throws Error with what to do, where this machine is not one that it can be done on.
 */
export async function ensureLocalEngine(log: (line: string) => void): Promise<() => Promise<void>> {
  if (await answers(LOCAL_SOCKET)) return async () => {};
  if (process.getuid?.() !== 0) {
    throw new Error(`no Docker engine answers at ${LOCAL_SOCKET}, and only root can start one`);
  }
  if (!hasEngine()) {
    if (!isDebianLike()) {
      throw new Error(
        "no Docker engine is installed: see https://docs.docker.com/engine/install/ for this system",
      );
    }
    log(`Docker: installing ${PACKAGES.join(", ")} with apt`);
    await installEngine();
    // Where a service manager runs, the package has started its engine already.
    if (await answers(LOCAL_SOCKET)) return async () => {};
  }
  log("Docker: starting the engine");
  return startEngine();
}

/** Whether a Docker engine is installed, running or not. */
export function hasEngine(): boolean {
  const folders = ["/usr/sbin", "/usr/bin", "/usr/local/bin"];
  return folders.some((folder) => existsSync(`${folder}/dockerd`));
}

/** Whether packages come from apt, by Debian's names. */
export function isDebianLike(): boolean {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

/** Installs the engine from Debian's packages. */
export const installEngine = (): Promise<void> => aptInstall(PACKAGES);

/** How an engine is started; what is left out is dockerd's own default. */
export interface EngineStart {
  address?: string;
  args?: readonly string[];
  logFile?: string;
}

/**
 * Starts an engine that outlives this process.
 *
 * @returns a function that stops it again.
 */
export async function startEngine({
  address = LOCAL_SOCKET,
  args = [],
  logFile = ENGINE_LOG,
}: EngineStart = {}): Promise<() => Promise<void>> {
  const output = openSync(logFile, "a");
  const engine = spawn("dockerd", args, { stdio: ["ignore", output, output], detached: true });
  closeSync(output);
  engine.unref();
  let failure: string | undefined;
  engine.once("error", ({ message }) => {
    failure = message;
  });
  for (let waited = 0; waited < START_SECONDS; waited += 0.2) {
    if (await answers(address)) return () => stop(engine);
    if (engine.exitCode !== null) failure ??= `dockerd ended with exit code ${engine.exitCode}`;
    if (failure !== undefined) {
      throw new Error(`the Docker engine did not start: ${failure}; see ${logFile}`);
    }
    await sleep(200);
  }
  throw new Error(`the Docker engine did not start within ${START_SECONDS} s; see ${logFile}`);
}

async function stop(engine: ReturnType<typeof spawn>): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  const gone = new Promise((resolve) => engine.once("exit", resolve));
  // Its start let go of it; who stops it waits for its end.
  engine.ref();
  engine.kill("SIGTERM");
  await gone;
}
