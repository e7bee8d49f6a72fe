import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Options of the ssh client that let all connections to a server share one, which stays for a while
 * after its last use. A server drops connections that begin at the same time (sshd's MaxStartups),
 * and each one by itself costs a login.
 *
 * None on Windows: its ssh client cannot share connections.
 */
export function sharedConnection(): string[] {
  if (process.platform === "win32") return [];
  // The client gives up where it cannot make its socket.
  mkdirSync(join(homedir(), ".ssh"), { recursive: true, mode: 0o700 });
  const options = ["ControlMaster=auto", "ControlPath=~/.ssh/berth-%C", "ControlPersist=30s"];
  return options.flatMap((option) => ["-o", option]);
}

/** Arguments of the ssh client that lead to the Docker engine of an `ssh://` address. */
export function dialArguments(url: URL, options: readonly string[] = sharedConnection()): string[] {
  const port = url.port ? ["-p", url.port] : [];
  const user = url.username ? ["-l", url.username] : [];
  // An IPv6 address is in brackets in a URL, and nowhere else.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return [...options, ...user, ...port, "--", host, "docker", "system", "dial-stdio"];
}
