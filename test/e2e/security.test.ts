import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bridgeAddress, docker, execIn } from "../support/docker";
import { RUNS } from "../support/engines";
import { eventually, get, post, request } from "../support/http";
import { Project } from "../support/project";

/**
 * What somebody who took over the app's process may try, as the app's user in its container, and how
 * it is refused: an attempt that fails for want of a program would prove nothing.
 */
const ATTEMPTS: readonly [what: string, script: string, refusal: RegExp][] = [
  ["write to its root", "touch /owned", /Read-only file system/],
  ["change the app", "touch /app/owned", /Read-only file system/],
  ["change the system's settings", "touch /etc/owned", /Read-only file system/],
  ["make itself root in /etc/passwd", "echo me::0:0::/: >>/etc/passwd", /Permission denied/],
  [
    "run a program that it brings along",
    "cp /bin/sh /tmp/sh && /tmp/sh -c id",
    /Permission denied/,
  ],
  ["gain privileges by a setuid program", "grep -P 'NoNewPrivs:\\t0' /proc/self/status", /^$/],
  ["have or get a capability", "grep -P 'Cap...:.*[1-9a-f]' /proc/self/status", /^$/],
  ["be root in a namespace", "unshare --user --map-root-user id", /Operation not permitted/],
  ["give a file to root", "touch /tmp/me && chown 0 /tmp/me", /Operation not permitted/],
  ["make a device of a disk", "mknod /tmp/disk b 8 0", /Operation not permitted/],
  ["mount", "mount -t tmpfs none /tmp", /must be superuser|Operation not permitted/],
  ["forge packets", "python3 -c 'from socket import *; socket(2, SOCK_RAW, 1)'", /not permitted/],
  ["set the kernel", "find /proc/sys /sys -type f -writable 2>/dev/null | grep .", /^$/],
  ["reach Docker's socket", "find / -name 'docker*.sock' 2>/dev/null | grep .", /^$/],
  ["change its secrets", "chmod 777 /run/secrets/*", /Read-only file system/],
  ["read root's password", "find / -name 'root-password' 2>/dev/null | grep .", /^$/],
  ["start processes without end", "for i in $(seq 600); do sleep 2 & done", /Cannot fork/],
];

const QUERY = `
import os, pymysql, sys
user, password, statement = sys.argv[1:]
if password == "own": password = open(os.environ["MYSQL_PASSWORD_FILE"]).read()
try:
    cursor = pymysql.connect(host=os.environ["MYSQL_HOST"], user=user, password=password).cursor()
    cursor.execute(statement)
    print(cursor.fetchall())
except pymysql.err.MySQLError as error:
    print(error)
`;

/** What it may try with the database: user, password and statement. */
const QUERIES: readonly [what: string, words: [string, string, string], refusal: RegExp][] = [
  ["be root without a password", ["root", "", "SELECT 1"], /Access denied for user 'root'/],
  ["be root with the app's", ["root", "own", "SELECT 1"], /Access denied for user 'root'/],
  ["read who there is", ["widgets", "own", "SELECT * FROM mysql.user"], /SELECT command denied/],
  ["make a user", ["widgets", "own", "CREATE USER me IDENTIFIED BY 'me'"], /Access denied; you/],
  ["get more rights", ["widgets", "own", "GRANT ALL ON *.* TO widgets"], /Access denied/],
  ["read files", ["widgets", "own", "SELECT LOAD_FILE('/run/secrets/users.sql')"], /\(None,\)/],
  ["write files", ["widgets", "own", "SELECT 1 INTO OUTFILE '/tmp/x'"], /Access denied/],
  ["set the server", ["widgets", "own", "SET GLOBAL general_log = 1"], /Access denied; you/],
];

/** What the whole of hardening refuses, and nothing else. */
const ONLY_HARDENED = [
  "run a program that it brings along",
  "gain privileges by a setuid program",
  "have or get a capability",
  "start processes without end",
];

describe.each(RUNS)("in the prod stack under $title, a compromised app", ({ engines, index }) => {
  const project = new Project(`e2e-security-${index}`, engines);
  const PORT = 21200;
  const URL = `http://localhost:${PORT}`;
  const EDGE = `${project.name}-prod-edge`;
  const DATABASE = `${project.name}-prod-database`;
  const settings = { mode: "prod", app: { name: "widgets", port: PORT }, database: "mysql" };

  /** On the host, which everybody with a way out reaches as they do the internet. */
  const elsewhere = createServer((_, response) => response.end());
  let address = "";
  /** Each deployment gives it another name. */
  let app = "";

  const up = async () => {
    await project.mustUp("prod");
    const { containers } = await project.outputs("prod");
    app = (containers as Record<string, string>)["app-1"] ?? "";
  };

  /** What a script printed, and its exit code. */
  const run = async (container: string, script: string) => {
    const output = await execIn(container, "sh", "-c", `(${script}) 2>&1; printf '\\n%s' $?`);
    const [, text = "", code] = /^([\s\S]*)\n(\d+)$/.exec(output) ?? [];
    return { text: text.trim(), code: Number(code) };
  };
  const query = (words: string[]) => execIn(app, "python3", "-c", QUERY, ...words);
  const reach = async (from: string, host: string, port: number) =>
    (await run(from, `timeout 3 bash -c 'exec 3<>/dev/tcp/${host}/${port}'`)).code === 0;
  const changesNothing = async () => {
    const { code, output } = await project.preview("prod", "--refresh", "--expect-no-changes");
    expect(code, output).toBe(0);
  };

  beforeAll(async () => {
    address = await bridgeAddress();
    await new Promise<void>((resolve) => elsewhere.listen(PORT + 1, address, resolve));
    await project.stack("prod", { ...settings, hardening: false });
    await up();
    await post(`${URL}/initdb`);
    await post(`${URL}/widgets`, { name: "kept", description: "whatever happens" });
  });
  afterAll(async () => {
    elsewhere.close();
    elsewhere.closeAllConnections();
    await project.remove();
  });

  test("without hardening is not refused what hardening refuses", async () => {
    for (const [what, script] of ATTEMPTS.filter(([what]) => ONLY_HARDENED.includes(what))) {
      expect(await run(app, script), what).toMatchObject({ code: 0 });
    }
    expect(await reach(DATABASE, address, PORT + 1)).toBe(true);
    await changesNothing();
  });

  test("is hardened by an up, and has its data", async () => {
    project.configure("prod", settings);
    await up();
    await eventually(async () => (await request(URL)).ok);
    expect(JSON.parse(await get(`${URL}/widgets`))).toHaveLength(1);
    await changesNothing();
  });

  test.each(ATTEMPTS)("cannot %s", async (_, script, refusal) => {
    const { text, code } = await run(app, script);
    expect(text).toMatch(refusal);
    expect(code).not.toBe(0);
  });

  test.each(QUERIES)("asking the database, cannot %s", async (_, words, refusal) => {
    expect(await query(words)).toMatch(refusal);
  });

  test("cannot get out by way of the database, which reaches nothing but the app", async () => {
    const { NetworkSettings } = await docker.getContainer(app).inspect();
    const inTheStack = NetworkSettings.Networks[`${project.name}-prod`]?.IPAddress ?? "";
    expect(await reach(app, address, PORT + 1)).toBe(true);
    expect(await reach(app, inTheStack, 80)).toBe(true);
    expect(await reach(DATABASE, address, PORT + 1)).toBe(false);
    expect(await reach(DATABASE, inTheStack, 80)).toBe(false);
    expect(await reach(DATABASE, "1.1.1.1", 443)).toBe(false);
    const { NetworkSettings: joined } = await docker.getContainer(DATABASE).inspect();
    expect(Object.keys(joined.Networks)).toEqual([`${project.name}-prod-data`]);
  });

  test("has nothing of the host, and neither have the others", async () => {
    for (const name of [app, DATABASE, EDGE]) {
      const { HostConfig, Mounts, Config } = await docker.getContainer(name).inspect();
      expect(HostConfig, name).toMatchObject({
        Privileged: false,
        ReadonlyRootfs: true,
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges"],
        PidsLimit: 512,
        PidMode: "",
        NetworkMode: expect.not.stringMatching(/^(host|container)/),
      });
      expect(Mounts.map(({ Type }) => Type)).not.toContain("bind");
      const user = { [app]: "10001:10001", [DATABASE]: "999", [EDGE]: "65534:65534" }[name];
      expect(Config.User).toBe(user);
      const secrets = await run(name, "stat -c '%a %u' /run/secrets/* | sort -u");
      if (name !== EDGE) expect(secrets.text).toBe(`400 ${user?.split(":")[0]}`);
    }
    const { HostConfig } = await docker.getContainer(EDGE).inspect();
    expect(HostConfig.PortBindings).toEqual({
      "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(PORT) }],
    });
  });
});
