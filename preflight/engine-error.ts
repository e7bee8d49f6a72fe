import { existsSync } from "node:fs";
import { join } from "node:path";
import { type DockerHost, isLocal } from "../docker/host";

/** What the docker client reads in the folder that DOCKER_CERT_PATH names. */
const TLS_FILES = ["ca.pem", "cert.pem", "key.pem"];

interface ConnectionError {
  code?: string;
  message: string;
}

/** What a person is told when the Docker engine does not answer: what was tried, why, and what to do. */
export function engineError(host: DockerHost, error: ConnectionError, user: string): string {
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
      return `${where}: there is no such socket. Start Docker, install it (https://docs.docker.com/engine/install/), or set the host: pulumi config set --stack STACK host ssh://USER@SERVER`;
    case "EACCES":
    case "EPERM":
      return `${where}: the user ${user} may not use the socket. Join its group and log in again: sudo usermod -aG docker ${user}`;
    case "ECONNREFUSED":
      return `${where}: nothing listens there. Start Docker, for example with: sudo systemctl start docker`;
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
      return `${where}: ${error.message.trim()}. Check ${host.from}; \`docker -H ${host.address} version\` has to answer`;
  }
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
