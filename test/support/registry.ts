import { pack } from "tar-stream";
import { followBuild } from "../../docker/build-log";
import { docker } from "./docker";
import { eventually, request } from "./http";

const IMAGE = "berth-test/registry";

/** Debian's registry, with a login that it is told at its start. */
const DOCKERFILE = `FROM berth-standin/debian:trixie
RUN apt-get update && apt-get install -y --no-install-recommends docker-registry apache2-utils
RUN printf '%s\\n' 'version: 0.1' \\
  'storage: {filesystem: {rootdirectory: /var/lib/registry}}' \\
  'http: {addr: ":5000"}' \\
  'auth: {htpasswd: {realm: test, path: /etc/logins}}' >/etc/registry.yml
CMD htpasswd -Bbn "$LOGIN_USER" "$LOGIN_PASSWORD" >/etc/logins && exec docker-registry serve /etc/registry.yml
`;

export interface Registry {
  /** `localhost:PORT`; Docker speaks plain HTTP to a registry there. */
  server: string;
  /** Tags of a repository. */
  tags(repository: string): Promise<string[]>;
  remove(): Promise<void>;
}

/** A registry that wants a login, in a container of the test's own. */
export async function startRegistry(
  name: string,
  port: number,
  login: { username: string; password: string },
): Promise<Registry> {
  const context = pack();
  context.entry({ name: "Dockerfile" }, DOCKERFILE);
  context.finalize();
  const stream = await docker.buildImage(context as unknown as NodeJS.ReadableStream, {
    version: "2",
    t: IMAGE,
  });
  await followBuild(docker, stream);
  const container = await docker.createContainer({
    name,
    Image: IMAGE,
    ExposedPorts: { "5000/tcp": {} },
    Env: [`LOGIN_USER=${login.username}`, `LOGIN_PASSWORD=${login.password}`],
    HostConfig: {
      PortBindings: { "5000/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
    },
  });
  const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
  const ask = (path: string) =>
    request(`http://localhost:${port}/v2/${path}`, { headers: { authorization } });
  const remove = () => container.remove({ force: true, v: true });
  try {
    await container.start();
    await eventually(async () => (await ask("")).ok);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    server: `localhost:${port}`,
    async tags(repository) {
      const { tags } = (await (await ask(`${repository}/tags/list`)).json()) as { tags?: string[] };
      return tags ?? [];
    },
    remove,
  };
}
