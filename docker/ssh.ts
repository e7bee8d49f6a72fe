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
