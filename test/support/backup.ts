import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { BackupFile } from "../../backup/backup-file";
import { execIn } from "./docker";
import { type Project, succeeded } from "./project";
import { type Result, run } from "./pulumi-cli";

const ROOT = resolve(__dirname, "../..");

/** Runs `./pulumiw backup` on a stack of the project. */
export function backup(project: Project, stack: string, ...args: string[]): Promise<Result> {
  const hook = resolve(ROOT, "engine/typescript-hook.cjs");
  const main = resolve(ROOT, "cli/main.ts");
  const words = ["--require", hook, main, "backup", ...args, "--stack", stack];
  return run(process.execPath, words, { cwd: project.folder });
}

/** The same, and anything but exit code 0 fails the test with the command's output. */
export async function mustBackup(project: Project, stack: string, ...args: string[]) {
  return succeeded(await backup(project, stack, ...args));
}

export async function backups(project: Project, stack: string): Promise<BackupFile[]> {
  return JSON.parse(await mustBackup(project, stack, "ls", "--json"));
}

/** Copies of a good dump, each broken in another way, and what is said of it. */
export function brokenCopies(project: Project, good: string): [file: string, why: string][] {
  const content = readFileSync(project.path(good));
  const suffix = good.endsWith(".rdb") ? "rdb" : "sql.gz";
  const file = (name: string, bytes: Buffer) => {
    writeFileSync(project.path(`${name}.${suffix}`), bytes);
    return `./${name}.${suffix}`;
  };
  const flipped = Buffer.from(content);
  const middle = Math.floor(content.length / 2);
  flipped.writeUInt8(flipped.readUInt8(middle) ^ 4, middle);
  return [
    [file("cut", content.subarray(0, middle)), "is damaged or was cut off"],
    [file("flipped", flipped), "is damaged or was cut off"],
    [file("empty", Buffer.alloc(0)), "is empty"],
    [file("letter", Buffer.from("Dear Sir or Madam")), "is no dump of MySQL or MariaDB"],
    [
      file("part", gzipSync("-- MySQL dump 10\nCREATE TABLE a (i int);\n")),
      "the last line of a dump is missing",
    ],
    [file("other", gzipSync("-- MariaDB dump 10\n-- Dump completed\n")), "is a dump of mariadb"],
  ];
}

/**
 * Lets four clients in a database's container write without a pause.
 *
 * @param client reads statements from its standard input.
 * @param statement prints the statement of the writer `$w` with the number `$i`.
 * @returns what stops them, and waits until all they have begun is done.
 */
export function fourWriters(container: string, client: string, statement: string) {
  const loop = `i=0; while [ ! -e /tmp/stop ]; do i=$((i + 1)); ${statement}; done`;
  const script = `rm -f /tmp/stop; for w in 1 2 3 4; do (${loop} | ${client} >/dev/null) & done; wait`;
  const ended = execIn(container, "sh", "-c", script);
  return async () => {
    await execIn(container, "touch", "/tmp/stop");
    return ended;
  };
}
