import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

/**
 * Whether a port of this machine can be listened on.
 *
 * @returns undefined when it is free, else the error's code, such as EADDRINUSE or EACCES.
 */
export function portError(address: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host: address, port, exclusive: true }, () => {
      server.close(() => resolve(undefined));
    });
  });
}

/** The process that listens on a TCP port, as `name (pid N)`; undefined where Linux does not tell. */
export function processOn(port: number): string | undefined {
  const inode = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listening(table, port))[0];
  if (inode === undefined) return undefined;
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    if (holds(pid, inode)) {
      return `${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (pid ${pid})`;
    }
  }
  return undefined;
}

/** Inodes of the sockets that listen on a port, from a table such as /proc/net/tcp. */
function listening(table: string, port: number): string[] {
  if (!existsSync(table)) return [];
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = readFileSync(table, "utf8").trim().split("\n").slice(1);
  return lines.flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const isListening = fields[1]?.endsWith(suffix) && fields[3] === "0A";
    return isListening && fields[9] ? [fields[9]] : [];
  });
}

/** Processes of others cannot be looked into, and come and go: both mean no. */
function holds(pid: string, inode: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some(
      (descriptor) => readlinkSync(`${folder}/${descriptor}`) === `socket:[${inode}]`,
    );
  } catch {
    return false;
  }
}
