import type Docker from "dockerode";
import { orMissing } from "../../../docker/missing";
import { labelFilter } from "../../labels";
import { VERSION_END } from "./volume-writer";
import type { WatchedContainer } from "./wait/container-health";

type Container = Pick<Docker.ContainerInfo, "Id" | "Names" | "Labels">;

const LABELS = ["berth.project", "berth.stack", "berth.role"];

/** The number of a replica, and the letters that Pulumi puts after the name of its resource. */
const AUTO_NAME_END = /-\d+-[0-9a-f]{7}$/;

/** One that served until now may still be at a request. */
const STOP_SECONDS = 30;

/**
 * Containers of the same app that are neither among the current ones nor among those before them: what
 * an interrupted run left. The official CLI, when it is killed between Docker's making of a container
 * and its own record of that, leaves one that no state knows of and whose name is in nobody's way.
 */
export function orphansOf<T extends Container>(
  there: readonly T[],
  current: readonly WatchedContainer[],
  before: readonly WatchedContainer[],
): T[] {
  const known = new Set([...current, ...before].map(({ id }) => id));
  const own = there.find(({ Id }) => Id === current[0]?.id);
  if (!own) return [];
  return there.filter(
    (other) =>
      !known.has(other.Id) &&
      stemOf(other) === stemOf(own) &&
      AUTO_NAME_END.test(containerNameOf(other)) &&
      LABELS.every((label) => other.Labels[label] === own.Labels[label]),
  );
}

/** Removes them. Traffic has moved by now, so whatever fails here is only told. */
export async function removeOrphans(
  docker: Docker,
  orphans: readonly Container[],
  graceSeconds = STOP_SECONDS,
): Promise<void> {
  await Promise.all(
    orphans.map((orphan) =>
      remove(docker.getContainer(orphan.Id), containerNameOf(orphan), graceSeconds),
    ),
  );
}

/**
 * Removes volumes of an app's secrets that no container has: what a run left that was killed before its
 * record of them, when the secrets were changed again before the next one.
 *
 * @param current labels of a container that has its secrets.
 */
export async function removeOrphanVolumes(
  docker: Docker,
  current: Record<string, string>,
): Promise<void> {
  const [project = "", stack = "", role = ""] = LABELS.map((label) => current[label]);
  const label = labelFilter({ project, stack }, `${role}-secrets`);
  const filters = { dangling: ["true"], label };
  const { Volumes: unused } = await docker.listVolumes({ filters });
  const orphans = unused.filter(({ Name }) => VERSION_END.test(Name));
  await Promise.all(orphans.map(({ Name }) => removeVolume(docker, Name)));
}

async function removeVolume(docker: Docker, name: string): Promise<void> {
  await docker
    .getVolume(name)
    .remove()
    .then(
      () => console.log(`Removed the volume ${name}, which an earlier run had left`),
      (error: Error) => console.log(`An earlier run had left the volume ${name}: ${error.message}`),
    );
}

async function remove(
  container: Docker.Container,
  name: string,
  graceSeconds: number,
): Promise<void> {
  // Fails where it does not run.
  await container.stop({ t: graceSeconds }).catch(() => undefined);
  await orMissing(container.remove({ v: true, force: true })).then(
    () => console.log(`Removed the container ${name}, which an earlier run had left`),
    (error: Error) =>
      console.log(`An earlier run had left the container ${name}: ${error.message}`),
  );
}

const containerNameOf = ({ Names }: Container) => Names[0]?.slice(1) ?? "";
const stemOf = (container: Container) => containerNameOf(container).replace(AUTO_NAME_END, "");
