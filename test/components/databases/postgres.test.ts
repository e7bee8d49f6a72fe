import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PostgreSql, type PostgreSqlArgs } from "../../../components";
import { postgres } from "../../../components/databases/postgres";
import { memoryLines } from "../../../components/databases/postgres/configuration";
import { startScript } from "../../../components/databases/postgres/start-script";
import { labels } from "../../../components/labels";
import { record, secret, settled } from "../../support/mocks";

const id = { project: "widgets", stack: "dev" };
const host = "unix:///var/run/docker.sock";
const PASSWORD = "VALUE-OF-database-password";
const SUPERUSER = "VALUE-OF-database-superuser-password";
const URL = `postgresql://shop_user:${PASSWORD}@widgets-dev-database:5432/shop`;

const deploy = (args: Partial<PostgreSqlArgs> = {}) =>
  record(() => {
    const basics = { id, host, image: "postgres:18", network: "widgets-dev" };
    return new PostgreSql("database", { ...basics, database: "shop", user: "shop_user", ...args });
  });

test("the container, with nothing but the defaults", async () => {
  const { inputs } = (await deploy()).get("docker:Container database");
  expect(inputs).toMatchObject({
    name: "widgets-dev-database",
    user: "999",
    init: true,
    labels: [
      ...labels(id, "database"),
      { label: "berth.init", value: "true" },
      { label: "berth.secrets", value: "version 1" },
    ],
    envs: [
      "POSTGRES_DB=shop",
      "POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256",
      "POSTGRES_PASSWORD_FILE=/run/secrets/superuser-password",
      "POSTGRES_USER=postgres",
    ],
    healthcheck: { startPeriod: "2m0s" },
    ports: [],
    volumes: [
      { volumeName: "widgets-dev-postgres-data", containerPath: "/var/lib/postgresql" },
      { volumeName: "widgets-dev-database-secrets", containerPath: "/run/secrets" },
    ],
    stopTimeout: 60,
  });
});

test("hardened, it writes to its data and to memory only", async () => {
  const hardening = { readOnly: true, nonRoot: true, dropCapabilities: true };
  expect((await deploy({ hardening })).get("docker:Container database").inputs).toMatchObject({
    user: "999",
    readOnly: true,
    capabilities: { adds: [], drops: ["ALL"] },
    tmpfs: { "/tmp": "", "/run/postgresql": "uid=999" },
  });
});

test("secret files: who reads which, and nothing of them in the open", async () => {
  const recording = await deploy({ config: "work_mem = 8MB" });
  const content = recording.get("pulumi-nodejs:SecretVolumeContent database-secrets-content");
  const files = content.inputs.files as { name: string; content: { secret: string } }[];
  const users = files.find(({ name }) => name === "users.sql")?.content.secret.split("\n");
  expect(files).toMatchObject([
    { name: "superuser-password", content: secret(SUPERUSER), uid: 999 },
    { name: "pgpass", content: secret(`*:*:*:shop_user:${PASSWORD}\n`) },
    { name: "postgresql.conf", content: secret("work_mem = 8MB\n") },
    { name: "users.sql" },
  ]);
  // In single-user mode each line is a statement.
  expect(users?.every((line) => line === "" || line.endsWith(";"))).toBe(true);
  expect(users).toContain(`ALTER ROLE "shop_user" LOGIN PASSWORD '${PASSWORD}';`);
  expect(users).toContain(`ALTER ROLE "postgres" SUPERUSER LOGIN PASSWORD '${SUPERUSER}';`);
  // A user of another name than before has what that one made.
  const inherits = users?.findIndex((line) =>
    line.includes("format('GRANT %I TO %I', former, 'shop_user')"),
  );
  expect(inherits).toBe(Number(users?.indexOf('ALTER DATABASE "shop" OWNER TO "shop_user";')) - 1);
  expect(recording.publicInputs()).not.toContain("VALUE-OF");
});

test("a former user is marked, and may not log in from the start after that on", async () => {
  const files = (await deploy()).get("pulumi-nodejs:SecretVolumeContent database-secrets-content")
    .inputs.files as { name: string; content: { secret: string } }[];
  const users = files.find(({ name }) => name === "users.sql")?.content.secret.split("\n") ?? [];
  const at = (words: string) => users.findIndex((line) => line.includes(words));
  const order = [
    // One that is the user again.
    'COMMENT ON ROLE "shop_user" IS NULL;',
    "format('ALTER ROLE %I NOLOGIN', former)",
    'ALTER ROLE "shop_user" LOGIN',
    "format('COMMENT ON ROLE %I IS %L', former, 'berth: a former user')",
  ].map(at);
  expect(order).toEqual([...order].sort((one, other) => one - other));
  expect(order[0]).toBeGreaterThan(-1);
});

test("a user of a volume that was taken over may still log in: somebody may go back", async () => {
  const recording = await deploy({ volume: "old-data" });
  const { files } = recording.get("pulumi-nodejs:SecretVolumeContent database-secrets-content")
    .inputs as { files: { name: string; content: { secret: string } }[] };
  const users = files.find(({ name }) => name === "users.sql")?.content.secret ?? "";
  expect(users).toContain("GRANT %I TO %I");
  expect(users).not.toContain("COMMENT ON ROLE %I");
});

test("what an app is told: the open part as environment, the rest as secrets", async () => {
  const { value } = await deploy();
  expect(value.connection.env).toEqual({
    POSTGRES_HOST: "widgets-dev-database",
    POSTGRES_PORT: "5432",
    POSTGRES_USER: "shop_user",
    POSTGRES_DB: "shop",
    POSTGRES_PASSWORD_FILE: "/run/secrets/postgres-password",
    DATABASE_URL_FILE: "/run/secrets/database-url",
  });
  expect(await settled(value.connection.secrets)).toEqual({
    "postgres-password": PASSWORD,
    "database-url": URL,
  });
});

/** Runs the start script on a data folder with these files, with programs that print what they are given. */
function start(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "berth-postgres-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const data = join(folder, "data");
  mkdirSync(data);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(data, name)), { recursive: true });
    writeFileSync(join(data, name), text);
  }
  for (const program of ["docker-entrypoint.sh", "docker-ensure-initdb.sh", "postgres"]) {
    const line = program === "postgres" ? '[ -z "$SAYS" ] || echo "$SAYS"' : `echo "${program} $*"`;
    writeFileSync(join(folder, program), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }
  writeFileSync(join(folder, "users.sql"), "");
  const script = startScript(memoryLines(1024))
    .replaceAll("/tmp/berth", "FOLDER/berth")
    .replaceAll("/var/lib/postgresql", data)
    .replaceAll("/run/secrets", folder)
    .replaceAll("FOLDER", folder);
  return (SAYS = "") => {
    const env = { PATH: `${folder}:${process.env.PATH}`, PG_MAJOR: "18", SAYS };
    const said = execFileSync("/bin/sh", ["-c", script], { env, encoding: "utf8", stdio: "pipe" });
    return {
      said: said.replaceAll(`${folder}/`, ""),
      left: readdirSync(data, { recursive: true }).sort(),
      config: readFileSync(join(folder, "berth-postgresql.conf"), "utf8").replaceAll(folder, ""),
    };
  };
}

const STARTED = "docker-entrypoint.sh postgres -c config_file=berth-postgresql.conf\n";

test("an empty data folder is marked and set up; a person's lines come last", () => {
  const { said, left, config } = start({})();
  expect(said).toBe(`docker-ensure-initdb.sh postgres\n${STARTED}`);
  expect(left).toEqual([".berth-first-start"]);
  expect(config.split("\n")).toEqual([
    "include '/data/18/docker/postgresql.conf'",
    "listen_addresses = '*'",
    "dynamic_shared_memory_type = sysv",
    "shared_buffers = 256MB",
    "effective_cache_size = 512MB",
    "maintenance_work_mem = 64MB",
    "include '/postgresql.conf'",
    "",
  ]);
});

test("data is used as it is, and what a first start left that was cut off is begun again", () => {
  const data = { "18/docker/PG_VERSION": "18\n" };
  expect(start(data)().said).toBe(STARTED);
  const again = start({ ...data, ".berth-first-start": "" })();
  expect(again.said).toBe(`docker-ensure-initdb.sh postgres\n${STARTED}`);
  expect(again.left).toEqual([".berth-first-start"]);
});

test("the data of another version is refused, and left alone", () => {
  for (const file of ["17/docker/PG_VERSION", "data/PG_VERSION"]) {
    expect(start({ [file]: "17\n" })).toThrow(/the data is of PostgreSQL 17, and this is 18/);
  }
});

test("users that could not be set end the start, and a database that is there does not", () => {
  const run = start({ "18/docker/PG_VERSION": "18\n" });
  expect(run('[1] ERROR:  database "shop" already exists').said).toBe(STARTED);
  expect(() => run('[1] ERROR:  role "pg_x" is reserved')).toThrow(/is reserved/);
});

test("options by their names", () => {
  const lines = "# ours\nwork_mem=8MB\nPort 5433\n";
  expect(postgres.config.options(lines)).toEqual([
    { name: "work_mem", line: 2 },
    { name: "port", line: 3 },
  ]);
  expect(postgres.config.own.has("port")).toBe(true);
  // The server's own choice would leave the app's user without a login.
  expect(postgres.config.own.has("password_encryption")).toBe(true);
});

test.each(["postgres", "public", "none", "template1", "pg_shop", "berth_restore"])(
  "%s is no name for an app",
  (name) => {
    expect(postgres.names.taken.has(name)).toBe(true);
  },
);
