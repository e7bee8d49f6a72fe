import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect } from "../../docker/connect";
import { sharedConnection } from "../../docker/ssh";
import { fakeEngine } from "./fake-engine";

/** How long what comes by itself may take on a busy machine. */
const WAITED = { timeout: 30_000 };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-connect-"));
  vi.stubEnv("DOCKER_TLS_VERIFY", "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("a unix socket is spoken to", async () => {
  const { address, requests } = await fakeEngine({
    "GET /_ping": () => ({ body: Buffer.from("OK") }),
  });
  expect(String(await connect(address).ping())).toBe("OK");
  expect(requests.map(({ line }) => line)).toEqual(["GET /_ping"]);
});

test.each(["ssh://me@other", "tcp://10.0.0.9:2375"])(
  "the address counts, whatever DOCKER_HOST is: %s",
  async (other) => {
    vi.stubEnv("DOCKER_HOST", other);
    const { address } = await fakeEngine({ "GET /_ping": () => ({ body: Buffer.from("OK") }) });
    expect(String(await connect(address).ping())).toBe("OK");
    expect(connect("ssh://me@server").modem).toMatchObject({ host: "ssh", protocol: "http" });
  },
);

test("an error has the engine's words, and not dockerode's", async () => {
  const { address } = await fakeEngine({
    "GET /_ping": () => ({ status: 500, body: { message: "no space left on device" } }),
    "GET /info": () => ({ status: 503, body: Buffer.from("proxy asleep") }),
  });
  const messageOf = (asked: Promise<unknown>) => asked.catch(({ message }: Error) => message);
  expect(await messageOf(connect(address).ping())).toBe("no space left on device");
  expect(await messageOf(connect(address).info())).not.toContain("HTTP code");
});

test.each([
  ["unix:///var/run/docker.sock", "/var/run/docker.sock"],
  ["unix:///home/me/my%20docker.sock", "/home/me/my docker.sock"],
  ["npipe:////./pipe/docker_engine", "//./pipe/docker_engine"],
])("%s is the socket %s", (address, socketPath) => {
  expect(connect(address).modem).toMatchObject({ socketPath });
});

test.each([
  ["tcp://10.0.0.1", { host: "10.0.0.1", port: 2375, protocol: "http" }],
  ["tcp://docker.example.com:4243", { host: "docker.example.com", port: 4243, protocol: "http" }],
  ["tcp://[::1]:2375", { host: "::1", port: 2375, protocol: "http" }],
])("%s", (address, options) => {
  expect(connect(address).modem).toMatchObject(options);
});

test("certificates are given where the docker client would give them", () => {
  for (const name of ["ca", "cert", "key"])
    writeFileSync(join(folder, `${name}.pem`), `the ${name}`);
  vi.stubEnv("DOCKER_CERT_PATH", folder);
  expect(connect("tcp://10.0.0.1").modem).toMatchObject({ port: 2375, protocol: "http" });

  vi.stubEnv("DOCKER_TLS_VERIFY", "1");
  const { modem } = connect("tcp://10.0.0.1");
  expect(modem).toMatchObject({ host: "10.0.0.1", port: 2376, protocol: "https" });
  const { ca, cert, key } = modem as unknown as Record<string, Buffer>;
  expect([ca, cert, key].map(String)).toEqual(["the ca", "the cert", "the key"]);
});

describe("ssh", () => {
  /** Stands for the ssh client: notes its arguments, and answers OK to every request. */
  const SSH = `#!/bin/sh
echo "$@" >> "$SSH_LOG"
cr=$(printf '\\r')
while IFS= read -r line; do
  [ "$line" = "$cr" ] && printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nOK'
done
`;

  beforeEach(() => {
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
    vi.stubEnv("SSH_LOG", join(folder, "log"));
  });
  const install = (script: string) => writeFileSync(join(folder, "ssh"), script, { mode: 0o755 });
  const runs = () => readFileSync(join(folder, "log"), "utf8").trim().split("\n");
  const agentOf = (docker: Docker) => (docker.modem as unknown as { agent: Agent }).agent;

  test.each([
    ["ssh://server", "-- server docker system dial-stdio"],
    ["ssh://me@server", "-l me -- server docker system dial-stdio"],
    ["ssh://me@10.0.0.1:2222", "-l me -p 2222 -- 10.0.0.1 docker system dial-stdio"],
  ])("%s runs ssh %s", async (address, args) => {
    install(SSH);
    const docker = connect(address);
    expect(String(await docker.ping())).toBe("OK");
    expect(runs()).toEqual([`${sharedConnection().join(" ")} ${args}`]);
    agentOf(docker).destroy();
  });

  test("other options of the client", async () => {
    install(SSH);
    const docker = connect("ssh://server", { ssh: ["-i", "key"] });
    expect(String(await docker.ping())).toBe("OK");
    expect(runs()).toEqual(["-i key -- server docker system dial-stdio"]);
    agentOf(docker).destroy();
  });

  test("many calls share two connections", async () => {
    install(SSH);
    const docker = connect("ssh://server");
    const answers = await Promise.all(Array.from({ length: 6 }, () => docker.ping()));
    expect(answers.map(String)).toEqual(Array(6).fill("OK"));
    expect(runs()).toHaveLength(2);
    agentOf(docker).destroy();
  });

  test("an idle connection does not keep the program alive", async () => {
    install(SSH);
    const waiting = () =>
      process.getActiveResourcesInfo().filter((kind) => /^(Pipe|Process)/.test(kind)).length;
    const before = waiting();
    const docker = connect("ssh://server");
    const call = docker.ping();
    expect(waiting()).toBeGreaterThan(before);
    await call;
    await vi.waitFor(() => expect(waiting()).toBe(before), WAITED);
    agentOf(docker).destroy();
  });

  test("a connection that ends while it is idle is not used again", async () => {
    install(SSH.replace("OK'", "OK' && exit"));
    const docker = connect("ssh://server");
    expect(String(await docker.ping())).toBe("OK");
    await vi.waitFor(() => expect(agentOf(docker).freeSockets).toEqual({}), WAITED);
    expect(String(await docker.ping())).toBe("OK");
    expect(runs()).toHaveLength(2);
    agentOf(docker).destroy();
  });

  test.each([
    ["ssh: connect to host server port 22: Connection refused", 255],
    ["Host key verification failed.", 255],
    ["sh: 1: docker: not found", 127],
  ])("a client that gives up is heard: %s", async (said, code) => {
    install(`#!/bin/sh\necho 'Welcome!' >&2\necho '${said}' >&2\nexit ${code}\n`);
    await expect(connect("ssh://server").ping()).rejects.toMatchObject({
      code: "SSH",
      message: said,
    });
  });

  test("one that gives up without a word, while much is sent", async () => {
    install("#!/bin/sh\nread line\nexit 255\n");
    const body = Readable.from(Array(100).fill(Buffer.alloc(65_536)));
    await expect(connect("ssh://server").loadImage(body)).rejects.toMatchObject({
      code: "SSH",
      message: "it ended with exit code 255",
    });
  });

  test("no client at all", async () => {
    vi.stubEnv("PATH", folder);
    await expect(connect("ssh://server").ping()).rejects.toMatchObject({ code: "ENOENT" });
  });
});
