import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { MySql } from "../../components";
import { record } from "../support/mocks";

const MARKER = ".berth-first-start";
const ENGINES = [
  ["mysql" as const, "mysqld"],
  ["mariadb" as const, "mariadbd"],
] as const;

/**
 * Runs the start script on another data folder that holds the given files, with an entrypoint that
 * prints what it is given; answers with that and what the folder holds then.
 */
async function start(engine: "mysql" | "mariadb", files: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "berth-mysql-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const data = join(folder, "data");
  mkdirSync(data);
  for (const file of files) {
    mkdirSync(dirname(join(data, file)), { recursive: true });
    writeFileSync(join(data, file), "");
  }
  writeFileSync(join(folder, "docker-entrypoint.sh"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const recording = await record(() => {
    const id = { project: "widgets", stack: "dev" };
    const server = {
      engine,
      image: "mysql:8.4",
      network: "widgets-dev",
      host: "unix:///docker.sock",
    };
    return new MySql("database", { id, ...server, database: "shop", user: "shop_user" });
  });
  const { entrypoints } = recording.get("docker:Container database").inputs;
  const [, , script = ""] = entrypoints as string[];
  const here = script.replaceAll("/var/lib/mysql", data);
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const command = execFileSync("/bin/sh", ["-c", here], { env, encoding: "utf8" });
  return { command, left: readdirSync(data, { recursive: true }).sort() };
}

test.each(ENGINES)(
  "%s: an empty data folder is marked, and left to the entrypoint",
  async (engine, server) => {
    expect(await start(engine, [])).toEqual({ command: `${server}\n`, left: [MARKER] });
  },
);

test.each(ENGINES)(
  "%s: with data, the current passwords are set at the start",
  async (engine, server) => {
    expect(await start(engine, ["mysql/user.frm"])).toEqual({
      command: `${server} --init-file=/run/secrets/users.sql\n`,
      left: ["mysql", "mysql/user.frm"],
    });
  },
);

test.each(ENGINES)(
  "%s: what a first start left that was cut off is begun again",
  async (engine, server) => {
    expect(await start(engine, [MARKER, ".hidden", "ibdata1", "mysql/user.frm"])).toEqual({
      command: `${server}\n`,
      left: [MARKER],
    });
  },
);

test.each(ENGINES)("%s: files that are no database are left alone", async (engine, server) => {
  expect(await start(engine, ["lost+found/file", "notes.txt"])).toEqual({
    command: `${server}\n`,
    left: ["lost+found", "lost+found/file", "notes.txt"],
  });
});
