import { expect, test } from "vitest";
import { addressError, engineError } from "../../../deploy/checks/engine-error";

const local = { address: "unix:///var/run/docker.sock", from: "the default" };
const remote = { address: "tcp://build.example.com:2375", from: "DOCKER_HOST" };
const overSsh = { address: "ssh://me@server", from: "the setting host" };
const error = (code?: string) => ({ code, message: "socket hang up" });

const LOCAL = "no Docker engine answers at unix:///var/run/docker.sock (the default): ";
const REMOTE = "no Docker engine answers at tcp://build.example.com:2375 (DOCKER_HOST): ";
const SSH = "no Docker engine answers at ssh://me@server (the setting host): ";

test.each([
  [
    local,
    "ENOENT",
    `${LOCAL}there is no such socket. Start Docker, install it (https://docs.docker.com/engine/install/), or set the host: pulumi config set --stack dev host ssh://USER@SERVER`,
  ],
  [overSsh, "ENOENT", `${SSH}there is no ssh client on this machine. Install OpenSSH's client`],
  [
    local,
    "EACCES",
    `${LOCAL}the user ann may not use the socket. Join its group and log in again: sudo usermod -aG docker ann`,
  ],
  [
    local,
    "EPERM",
    `${LOCAL}the user ann may not use the socket. Join its group and log in again: sudo usermod -aG docker ann`,
  ],
  [
    local,
    "ECONNREFUSED",
    `${LOCAL}nothing listens there. Start Docker, for example with: sudo systemctl start docker`,
  ],
  [remote, "ENOTFOUND", `${REMOTE}the host name is not known. Check DOCKER_HOST`],
  [remote, "EAI_AGAIN", `${REMOTE}the host name is not known. Check DOCKER_HOST`],
  [
    remote,
    "ETIMEDOUT",
    `${REMOTE}the host cannot be reached. Check DOCKER_HOST, the network and the firewall`,
  ],
  [
    remote,
    "EHOSTUNREACH",
    `${REMOTE}the host cannot be reached. Check DOCKER_HOST, the network and the firewall`,
  ],
  [
    overSsh,
    "ECONNRESET",
    `${SSH}socket hang up. Check the setting host; \`docker -H ssh://me@server version\` has to answer`,
  ],
  [
    remote,
    undefined,
    `${REMOTE}socket hang up. Check DOCKER_HOST; \`docker -H tcp://build.example.com:2375 version\` has to answer`,
  ],
])("%o with %s", (host, code, text) => {
  expect(engineError(host, error(code), "ann", "dev")).toBe(text);
});

test("a tcp address where nothing listens is no reason to start the Docker of this machine", () => {
  expect(engineError(remote, error("ECONNREFUSED"), "ann")).toBe(
    `${REMOTE}nothing listens there. Check DOCKER_HOST, and that the engine of that machine listens on this port`,
  );
});

test.each([
  [__filename, "a file"],
  [__dirname, "a folder"],
])("a socket that is %s, %s", (path, what) => {
  const host = { address: `unix://${path}`, from: "DOCKER_HOST" };
  expect(engineError(host, error("ECONNREFUSED"), "ann")).toBe(
    `no Docker engine answers at unix://${path} (DOCKER_HOST): it is ${what}, no socket. Name the engine's socket in DOCKER_HOST, or set the host: pulumi config set host ssh://USER@SERVER`,
  );
});

test.each([
  ["ssh: Could not resolve hostname server: Name or service not known", "Check the address"],
  [
    "ssh: connect to host server port 22: Connection refused",
    "Check the address, the network and the firewall",
  ],
  ["Host key verification failed.", "Get to know the server first: ssh -p 2222 me@server"],
  [
    "me@server: Permission denied (publickey).",
    "Give the server your key: ssh-copy-id -p 2222 me@server, or name another in ~/.ssh/config",
  ],
  [
    "bash: line 1: docker: command not found",
    "Install Docker on that server, where a login without a terminal finds it",
  ],
  [
    "dial unix /var/run/docker.sock: connect: permission denied",
    "Let that user use Docker there: ssh -p 2222 me@server sudo usermod -aG docker '$USER'",
  ],
  ["no words that anybody knows", "This has to answer: ssh -p 2222 me@server docker version"],
])("ssh's own words: %s", (said, advice) => {
  const host = { address: "ssh://me@server:2222", from: "the setting host" };
  expect(engineError(host, { code: "SSH", message: said }, "ann")).toBe(
    `no Docker engine answers at ssh://me@server:2222 (the setting host): ssh says: ${said.replace(/^ssh: |\.$/g, "")}. ${advice}`,
  );
});

test.each([
  "unix:///var/run/docker.sock",
  "npipe:////./pipe/docker_engine",
  "tcp://10.0.0.1:2375",
  "ssh://me@server:22",
])("%s is an address", (address) => {
  expect(addressError({ address, from: "DOCKER_HOST" })).toBeUndefined();
});

test.each(["/var/run/docker.sock", "localhost:2375", "https://server", "tcp://", "ssh://a:b:c"])(
  "%s is none",
  (address) => {
    expect(addressError({ address, from: "DOCKER_HOST" })).toBe(
      `${address} (DOCKER_HOST) is not the address of a Docker engine; one begins with unix://, npipe://, tcp:// or ssh://`,
    );
  },
);

test("an engine that wants TLS", () => {
  const refused = { message: "Client sent an HTTP request to an HTTPS server.\n" };
  expect(engineError(remote, refused, "ann")).toBe(
    `${REMOTE}it wants TLS. Say where your certificate is: export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=FOLDER, with ca.pem, cert.pem, key.pem in it`,
  );
});

test("a folder without certificates", () => {
  const env = { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: __dirname };
  expect(addressError(remote, env)).toBe(
    `DOCKER_CERT_PATH: ${__dirname} has no ca.pem and no cert.pem and no key.pem, which TLS to tcp://build.example.com:2375 needs; set the folder that has ca.pem, cert.pem, key.pem, or talk without TLS: unset DOCKER_TLS_VERIFY`,
  );
  expect(addressError(overSsh, env)).toBeUndefined();
  expect(addressError(remote, { ...env, DOCKER_TLS_VERIFY: "" })).toBeUndefined();
});
