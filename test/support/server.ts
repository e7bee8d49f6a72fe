import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker, execIn } from "./docker";
import { eventually } from "./http";
import { buildNestedEngine } from "./nested-engine";
import { noteTrace } from "./traces";

/** The user that deployments log in as; the group docker may use the engine. */
const USER = "deploy";

/** Words that start the engine are its arguments. */
const START_ENGINE = '"$@" >>/var/log/dockerd.log 2>&1 &';

/** Its process may be there as a zombie for a while. */
const END_ENGINE = `pid=$(cat /run/docker.pid)
kill -s "$1" "$pid"
while grep -qs '^State:[^Z]*$' "/proc/$pid/status"; do sleep 0.1; done
rm -f /run/docker.pid
`;

const START = `echo "$AUTHORIZED_KEY" >/home/${USER}/.ssh/authorized_keys
${START_ENGINE}
exec /usr/sbin/sshd -D -e
`;

/** A server of its own: a Docker engine that is reached through sshd only. */
export interface Server {
  /** Its address on the network between it and this machine. */
  address: string;
  /** What a stack's setting `host` is to be. */
  host: string;
  /** A folder for the front of PATH: its `ssh` has the login's key and knows the server's. */
  clientFolder: string;
  /** How many logins over ssh there have been. */
  logins(): Promise<number>;
  /** Runs a command on the server and returns its output. */
  exec(...command: string[]): Promise<string>;
  /** Sends a signal to its engine, and waits for its end. */
  endEngine(signal: "KILL" | "TERM"): Promise<string>;
  startEngine(): Promise<void>;
  /** Takes the server away with everything on it. */
  remove(): Promise<void>;
}

/**
 * Starts a server as a container: its engine, its containers and its addresses are in namespaces of
 * its own, and go with it.
 *
 * @param images are copied to its engine, as it reaches no registry.
 */
export async function startServer(name: string, images: readonly string[]): Promise<Server> {
  ensureSshClient();
  const { container: options, dockerd } = await buildNestedEngine();
  const clientFolder = mkdtempSync(join(tmpdir(), `${name}-`));
  const keyFile = join(clientFolder, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", keyFile]);
  const forget = noteTrace({ container: name, folder: clientFolder });
  const container = await docker.createContainer({
    ...options,
    name,
    Hostname: name,
    Cmd: ["sh", "-c", START, "start", ...dockerd],
    Env: [`AUTHORIZED_KEY=${readFileSync(`${keyFile}.pub`, "utf8")}`],
  });
  const logins = async () => {
    const log = await container.logs({ stdout: true, stderr: true });
    return log.toString().split("Accepted publickey").length - 1;
  };
  const exec = (...command: string[]) => execIn(name, ...command);
  const answers = () =>
    eventually(async () =>
      /^\d/.test(await exec("docker", "version", "-f", "{{.Server.Version}}")),
    );
  const endEngine = (signal: string) => exec("sh", "-c", END_ENGINE, "end", signal);
  const startEngine = async () => {
    await exec("sh", "-c", START_ENGINE, "start", ...dockerd);
    await answers();
  };
  const remove = async () => {
    await container.remove({ force: true, v: true });
    rmSync(clientFolder, { recursive: true, force: true });
    forget();
  };
  try {
    await container.start();
    const address = (await container.inspect()).NetworkSettings.Networks.bridge?.IPAddress ?? "";
    writeSshClient(clientFolder, address, await exec("cat", "/etc/ssh/ssh_host_ed25519_key.pub"));
    await answers();
    for (const image of images) await copyImage(image, name);
    const host = `ssh://${USER}@${address}`;
    return { address, host, clientFolder, logins, exec, endEngine, startEngine, remove };
  } catch (error) {
    const log = await exec("tail", "-n", "20", "/var/log/dockerd.log").catch(String);
    await remove();
    throw new Error(`the server ${name} did not start: ${error}\n${log}`);
  }
}

/** What a person has in ~/.ssh, which the test leaves alone. */
function writeSshClient(folder: string, address: string, hostKey: string): void {
  const knownHosts = join(folder, "known_hosts");
  writeFileSync(knownHosts, `${address} ${hostKey}`);
  const options = [
    `IdentityFile=${join(folder, "key")}`,
    "IdentitiesOnly=yes",
    `UserKnownHostsFile=${knownHosts}`,
    "StrictHostKeyChecking=yes",
  ].map((option) => `-o ${option}`);
  const ssh = execFileSync("sh", ["-c", "command -v ssh"], { encoding: "utf8" }).trim();
  const script = join(folder, "ssh");
  writeFileSync(script, `#!/bin/sh\nexec ${ssh} -F none ${options.join(" ")} "$@"\n`);
  chmodSync(script, 0o755);
}

async function copyImage(image: string, name: string): Promise<void> {
  const archive = await docker.getImage(image).get();
  const container = docker.getContainer(name);
  const exec = await container.exec({
    Cmd: ["docker", "load", "--quiet"],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  archive.pipe(stream);
  for await (const _ of stream) {
    // Its end is the command's end.
  }
  const { ExitCode: code } = await exec.inspect();
  if (code !== 0) throw new Error(`docker load of ${image} ended with exit code ${code}`);
}

/** Debian's own, where this machine has none. */
function ensureSshClient(): void {
  try {
    execFileSync("ssh", ["-V"], { stdio: "ignore" });
  } catch {
    console.log("test server: installing openssh-client with apt");
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "openssh-client"]);
  }
}
