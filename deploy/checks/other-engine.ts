import type { DockerHost } from "../../docker/host";
import { isRecorded, recordedHosts, type State, VOLUME } from "./recorded";

/**
 * Another engine than the one that has the stack's data: it would begin with empty volumes, and what
 * the stack does not keep would be deleted from the old one. The same engine under another address has
 * the volumes.
 *
 * @param data names of the volumes whose content is nowhere else.
 */
export function dataElsewhere(
  { stack, data = [] }: { stack: string; data?: readonly string[] },
  host: DockerHost,
  volumes: readonly { Name: string }[],
  state: State,
): string[] {
  if (!state) return [];
  const hosts = recordedHosts(state);
  if (hosts.length === 0 || hosts.includes(host.address)) return [];
  const recorded = data.filter((name) => isRecorded(state, VOLUME, name));
  if (recorded.length === 0) return [];
  if (recorded.some((name) => volumes.some(({ Name }) => Name === name))) return [];
  const before = hosts.join(", ");
  return [
    `host: the data of this stack is on ${before} (${recorded.join(", ")}), and the engine at ${host.address} (${host.from}) would begin with none; go on there: pulumi config set --stack ${stack} host ${hosts[0]}; to move it, back it up there (./pulumiw backup now FILE --stack ${stack}), destroy the stack there, and restore that here after an up; where that engine is gone for good: pulumi stack rm --force --preserve-config ${stack}`,
  ];
}
