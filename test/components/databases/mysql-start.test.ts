import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { MySql } from "../../../components";
import { record } from "../../support/mocks";

const MARKER = ".berth-first-start";
const ENGINES = [
  ["mysql" as const, "mysqld"],
  ["mariadb" as const, "mariadbd"],
] as const;

/**
 * Runs the start script on another data folder that holds the given files, with an entrypoint that
 * prints what it is given; answers with that and what the folder holds then.
 */
async function start(engine: "mysql" | "mariadb", files: readonly string[], memory?: number) {
  const folder = temporaryFolder();
  const data = join(folder, "data");
  mkdirSync(data);
  for (const file of files) {
    mkdirSync(dirname(join(data, file)), { recursive: true });
    writeFileSync(join(data, file), "");
  }
  writeFileSync(join(folder, "docker-entrypoint.sh"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const { entrypoints } = await server(engine, memory);
  const [, , script = ""] = entrypoints as string[];
  const here = script
    .replaceAll("/var/lib/mysql", data)
    .replaceAll("/tmp/berth-server.cnf", join(folder, "sized.cnf"))
    .replace(
      "/etc/my.cnf /etc/mysql/my.cnf",
      `${join(folder, "none.cnf")} ${join(folder, "image.cnf")}`,
    );
  writeFileSync(join(folder, "image.cnf"), "");
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const command = execFileSync("/bin/sh", ["-c", here], { env, encoding: "utf8" });
  const left = readdirSync(data, { recursive: true }).sort();
  const plain = command.replaceAll(`${folder}/`, "");
  const sized = join(folder, "sized.cnf");
  const options = existsSync(sized) ? readFileSync(sized, "utf8").replaceAll(`${folder}/`, "") : "";
  return { command: plain, left, ...(options && { options }) };
}

/** The inputs of a server's container. */
async function server(engine: "mysql" | "mariadb", memory?: number) {
  const recording = await record(() => {
    const id = { project: "widgets", stack: "dev" };
    const args = {
      engine,
      image: "mysql:8.4",
      network: "widgets-dev",
      host: "unix:///docker.sock",
      limits: { memory },
    };
    return new MySql("database", { id, ...args, database: "shop", user: "shop_user" });
  });
  return recording.get("docker:Container database").inputs;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "berth-mysql-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("what follows from the container's limit comes before the image's options, and a person's last", async () => {
  const { command, options } = await start("mysql", ["mysql/user.frm"], 1024);
  expect(command).toBe("mysqld --defaults-file=sized.cnf --init-file=/run/secrets/users.sql\n");
  expect(options?.split("\n")).toEqual([
    "[mysqld]",
    "innodb_buffer_pool_size=256M",
    "loose_temptable_max_ram=64M",
    "!include image.cnf",
    "!include /run/secrets/my.cnf",
    "",
  ]);
});

test.each([
  ["fails at the first start", 1, true, { code: 1, said: "refused\nstill at its first start\n" }],
  ["fails later", 1, false, { code: 1, said: "refused\n" }],
  ["passes", 0, true, { code: 0, said: "" }],
])("a health check that %s", async (_, exit, isFirst, expected) => {
  const folder = temporaryFolder();
  const mark = join(folder, MARKER);
  if (isFirst) writeFileSync(mark, "");
  const client = `#!/bin/sh\n${exit ? "echo refused; " : ""}exit ${exit}\n`;
  writeFileSync(join(folder, "mysql"), client, { mode: 0o755 });
  const { tests } = (await server("mysql")).healthcheck as { tests: string[] };
  const script = (tests[1] ?? "").replaceAll("/var/lib/mysql", folder);
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout } = spawnSync("/bin/sh", ["-c", script], { env, encoding: "utf8" });
  expect({ code: status, said: stdout }).toEqual(expected);
  expect(existsSync(mark)).toBe(isFirst && exit === 1);
});

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
