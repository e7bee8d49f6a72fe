import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DockerHost, isLocal } from "../../docker/host";

/** What the docker client reads in the folder that DOCKER_CERT_PATH names. */
const TLS_FILES = ["ca.pem", "cert.pem", "key.pem"];

interface ConnectionError {
  code?: string;
  message: string;
}

/**
 * What a person is told when the Docker engine does not answer: what was tried, why, and what to do.
 *
 * @param stack the one that commands are for; undefined where it is the one that is selected.
 */
export function engineError(
  host: DockerHost,
  error: ConnectionError,
  user: string,
  stack?: string,
): string {
  const where = `no Docker engine answers at ${host.address} (${host.from})`;
  if (error.message.includes("HTTP request to an HTTPS server")) {
    return `${where}: it wants TLS. Say where your certificate is: export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=FOLDER, with ${TLS_FILES.join(", ")} in it`;
  }
  if (error.message.includes("swarm does not have a leader")) {
    return `platform: the Swarm of the engine at ${host.address} (${host.from}) has no leader, as half of its managers or more are down. Start them, or make this engine its only manager, there: docker swarm init --force-new-cluster`;
  }
  switch (error.code) {
    case "ENOENT":
      if (host.address.startsWith("ssh:")) {
        return `${where}: there is no ssh client on this machine. Install OpenSSH's client`;
      }
      return `${where}: there is no such socket. Start Docker, install it (https://docs.docker.com/engine/install/), or ${otherHost(stack)}`;
    case "EACCES":
    case "EPERM":
      return `${where}: the user ${user} may not use the socket. Join its group and log in again: sudo usermod -aG docker ${user}`;
    case "ECONNREFUSED":
    case "ENOTSOCK":
      return `${where}: ${nobodyListens(host, stack)}`;
    case "SSH":
      return `${where}: ssh says: ${sshProblem(host.address, error.message)}`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${where}: the host name is not known. Check ${host.from}`;
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
      return `${where}: the host cannot be reached. Check ${host.from}, the network and the firewall`;
    case "NO_ANSWER":
      return isLocal(host)
        ? `${where}: it accepted the connection but gave ${error.message}. Restart it, for example with: sudo systemctl restart docker`
        : `${where}: there was ${error.message}. Check ${host.from}, the network, and the engine on that machine`;
    default:
      return `${where}: ${error.message.trim().replace(/\.$/, "")}. Check ${host.from}; \`docker -H ${host.address} version\` has to answer`;
  }
}

const otherHost = (stack: string | undefined) =>
  `set the host: pulumi config set ${stack === undefined ? "" : `--stack ${stack} `}host ssh://USER@SERVER`;

function nobodyListens(host: DockerHost, stack: string | undefined): string {
  if (!host.address.startsWith("unix:")) {
    return isLocal(host)
      ? "nothing listens there. Start Docker"
      : `nothing listens there. Check ${host.from}, and that the engine of that machine listens on this port`;
  }
  const path = decodeURIComponent(new URL(host.address).pathname);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isSocket()) {
    const what = found.isDirectory() ? "a folder" : "a file";
    return `it is ${what}, no socket. Name the engine's socket in ${host.from}, or ${otherHost(stack)}`;
  }
  return "nothing listens there. Start Docker, for example with: sudo systemctl start docker";
}

/** What ssh's last words mean for who wants a Docker engine behind it, by what they begin with or contain. */
const SSH_WORDS: readonly (readonly [RegExp, (server: string) => string])[] = [
  [/resolve hostname/, () => "Check the address"],
  [/host key verification failed/i, (server) => `Get to know the server first: ssh ${server}`],
  [
    /host identification|host key .* changed/i,
    (server) => `See whether it is your server: ssh ${server}`,
  ],
  [
    /docker(:|\.exe)?.*(not found|not recognized)/i,
    () => "Install Docker on that server, where a login without a terminal finds it",
  ],
  [
    /permission denied while trying to connect|docker\.sock/i,
    (server) => `Let that user use Docker there: ssh ${server} sudo usermod -aG docker '$USER'`,
  ],
  [/cannot connect to the docker daemon/i, () => "Start Docker on that server"],
  [
    /permission denied|too many authentication failures/i,
    (server) => `Give the server your key: ssh-copy-id ${server}, or name another in ~/.ssh/config`,
  ],
  [
    /refused|timed out|no route|unreachable|closed by|reset/i,
    () => "Check the address, the network and the firewall",
  ],
];

function sshProblem(address: string, said: string): string {
  const { username, hostname, port } = new URL(address);
  const name = hostname.replace(/^\[|\]$/g, "");
  const server = `${port ? `-p ${port} ` : ""}${username ? `${username}@` : ""}${name}`;
  const advice = SSH_WORDS.find(([pattern]) => pattern.test(said))?.[1](server);
  return `${said.replace(/^ssh: |[.\s]+$/g, "")}. ${advice ?? `This has to answer: ssh ${server} docker version`}`;
}

/** What is wrong with the engine's address itself, or the way there; undefined where nothing is. */
export function addressError(
  { address, from }: DockerHost,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (!/^(?:unix|npipe|tcp|ssh):\/\/./.test(address) || !URL.canParse(address)) {
    return `${address} (${from}) is not the address of a Docker engine; one begins with unix://, npipe://, tcp:// or ssh://`;
  }
  const folder = env.DOCKER_CERT_PATH;
  if (!address.startsWith("tcp:") || !env.DOCKER_TLS_VERIFY || !folder) return undefined;
  const missing = TLS_FILES.filter((file) => !existsSync(join(folder, file)));
  if (missing.length === 0) return undefined;
  return `DOCKER_CERT_PATH: ${folder} has no ${missing.join(" and no ")}, which TLS to ${address} needs; set the folder that has ${TLS_FILES.join(", ")}, or talk without TLS: unset DOCKER_TLS_VERIFY`;
}
