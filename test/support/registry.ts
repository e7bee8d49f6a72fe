import type Docker from "dockerode";
import { mustExecIn } from "../../docker/exec";
import { buildImage } from "./build-image";
import { docker, execIn } from "./docker";
import { eventually } from "./http";
import { noteTrace } from "./traces";

const IMAGE = "berth-test/registry";

/** Debian's registry, with the login that it is told at its start, or open to all. */
const DOCKERFILE = `FROM berth-standin/debian:trixie
RUN apt-get update && apt-get install -y --no-install-recommends \\
  docker-registry apache2-utils openssl
RUN printf '%s\\n' 'version: 0.1' \\
  'storage: {filesystem: {rootdirectory: /var/lib/registry}}' \\
  'http: {addr: ":5000"}' \\
  'auth: {htpasswd: {realm: test, path: /etc/logins}}' >/etc/registry.yml
COPY start.sh /
CMD ["sh", "/start.sh"]
`;

/**
 * Where the engine looks for the certificate of a registry that no known authority vouches for. It
 * reads them at each connection.
 *
 * Source: https://docs.docker.com/engine/security/certificates/
 */
const CERTIFICATES = "/etc/docker/certs.d";

const START = `set -e
if [ -n "$LOGIN_USER" ]; then
  htpasswd -Bbn "$LOGIN_USER" "$LOGIN_PASSWORD" >/etc/logins
else
  sed -i /^auth:/d /etc/registry.yml
fi
if [ -d ${CERTIFICATES} ]; then
  address=$(hostname -i)
  export REGISTRY_HTTP_TLS_CERTIFICATE=/etc/registry.crt REGISTRY_HTTP_TLS_KEY=/etc/registry.key
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj "/CN=$address" \\
    -addext "subjectAltName=IP:$address" -out /etc/registry.crt -keyout /etc/registry.key
  mkdir -p "${CERTIFICATES}/$address:5000"
  cp /etc/registry.crt "${CERTIFICATES}/$address:5000/ca.crt"
fi
exec docker-registry serve /etc/registry.yml
`;

export interface Login {
  username: string;
  password: string;
}

export interface Registry {
  /** `HOST:PORT`, as image references begin. */
  server: string;
  /** Tags of a repository. */
  tags(repository: string): Promise<string[]>;
  remove(): Promise<void>;
}

/**
 * A registry that wants a login, in a container of the test's own, at `localhost:PORT`: Docker
 * speaks plain HTTP to one there.
 */
export function startRegistry(name: string, port: number, login: Login): Promise<Registry> {
  const published = [{ HostIp: "127.0.0.1", HostPort: String(port) }];
  const HostConfig = { PortBindings: { "5000/tcp": published } };
  return start({ name, HostConfig }, login, async () => `localhost:${port}`);
}

/**
 * The same with TLS, at the container's own address. Its certificate, made at its start, is put
 * where the engine trusts it, and goes with it.
 */
export function startTlsRegistry(name: string, login: Login): Promise<Registry> {
  const HostConfig = { Binds: [`${CERTIFICATES}:${CERTIFICATES}`] };
  return start({ name, HostConfig }, login, async (container) => {
    const { Networks } = (await container.inspect()).NetworkSettings;
    return `${Networks.bridge?.IPAddress}:5000`;
  });
}

/**
 * A registry at an address in a network, for engines there: it speaks plain HTTP.
 *
 * @param options its name, network and labels, and what else it is to have.
 * @param login undefined: it is open to all.
 */
export function startRegistryAt(
  address: string,
  options: Docker.ContainerCreateOptions,
  login?: Login,
): Promise<Registry> {
  return start(options, login, async () => `${address}:5000`);
}

async function start(
  options: Docker.ContainerCreateOptions,
  login: Login | undefined,
  serverOf: (container: Docker.Container) => Promise<string>,
): Promise<Registry> {
  await buildImage(IMAGE, DOCKERFILE, { "start.sh": START });
  const container = await docker.createContainer({
    ...options,
    Image: IMAGE,
    ExposedPorts: { "5000/tcp": {} },
    Env: login ? [`LOGIN_USER=${login.username}`, `LOGIN_PASSWORD=${login.password}`] : [],
  });
  const forget = noteTrace({ container: container.id });
  const inside = (script: string) => execIn(container.id, "sh", "-c", script);
  const remove = async () => {
    await inside(`rm -rf "${CERTIFICATES}/$(hostname -i):5000"`).catch(() => undefined);
    await container.remove({ force: true, v: true });
    forget();
  };
  try {
    await container.start();
    const server = await serverOf(container);
    await eventually(async () => {
      await mustExecIn(container, ["bash", "-c", ": </dev/tcp/localhost/5000"]);
      return true;
    });
    const folder = "/var/lib/registry/docker/registry/v2/repositories";
    const tags = async (repository: string) =>
      (await inside(`ls "${folder}/${repository}/_manifests/tags" 2>/dev/null`))
        .split("\n")
        .filter(Boolean);
    return { server, tags, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
