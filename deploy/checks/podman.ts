import type { DockerHost } from "../../docker/host";

/** Of the answer to `GET /version`. */
export interface VersionAnswer {
  Components?: readonly { Name: string; Version: string }[];
}

/**
 * What a person is told of an engine that answers as Docker's does and is Podman: its API builds
 * without BuildKit only, gives local images other names, and reads networks back in other words.
 * Undefined where it is none.
 *
 * @param stack the one that commands are for; undefined where it is the one that is selected.
 */
export function podmanError(
  host: DockerHost,
  { Components }: VersionAnswer,
  stack?: string,
): string | undefined {
  const podman = Components?.find(({ Name }) => Name === "Podman Engine");
  if (!podman) return undefined;
  const { address, from } = host;
  const set = `pulumi config set ${stack === undefined ? "" : `--stack ${stack} `}host`;
  return `the engine at ${address} (${from}) is Podman ${podman.Version}: it builds no images with BuildKit through Docker's API, calls local ones localhost/..., and would have its networks replaced at each refresh. Berth needs Docker's own engine (docs/engines.md): ${set} unix:///var/run/docker.sock, or ssh://USER@SERVER`;
}
