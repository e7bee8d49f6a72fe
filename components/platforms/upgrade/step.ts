import type Docker from "dockerode";
import { demultiplex } from "../../../docker/container-log";
import { orMissing } from "../../../docker/missing";
import { upgradeRole } from "../../databases/versions";
import { isOf, labelMap, nameOf, type StackId } from "../../labels";

/** A script that runs to its end in a container without a network. */
export interface Step {
  image: string;
  script: string;
  /** As `VOLUME:PATH` or `VOLUME:PATH:ro`. */
  binds: readonly string[];
  /** @default root */
  user?: string;
  env?: readonly string[];
  /** Folders of the image that are hidden by empty ones. */
  hidden?: readonly string[];
}

export interface StepPlace {
  id: StackId;
  /** What the database is called in its stack. */
  role: string;
}

/** A step's container was removed: another run has begun anew, and what there is belongs to that one. */
export class StepTaken extends Error {}

/**
 * Runs it, one of a database at a time.
 *
 * @returns what it printed.
 * @throws StepTaken where another run has removed it.
 * @throws Error with what it said where its exit code is not 0.
 */
export async function runStep(docker: Docker, place: StepPlace, step: Step): Promise<string> {
  await removeStep(docker, place);
  const { image, script, binds, user = "0:0", env = [], hidden = [] } = step;
  const container = await docker.createContainer({
    name: nameOf(place.id, upgradeRole(place.role)),
    Image: image,
    User: user,
    Entrypoint: ["sh", "-c", script],
    Env: [...env],
    Labels: labelMap(place.id, upgradeRole(place.role)),
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      // A shell as process 1 ignores SIGTERM, and inherits what ends beside it.
      Init: true,
      NetworkMode: "none",
      Binds: [...binds],
      Tmpfs: Object.fromEntries(hidden.map((path) => [path, ""])),
    },
  });
  try {
    await container.start();
    const { StatusCode: code } = await container.wait();
    const said = demultiplex(await container.logs({ stdout: true, stderr: true })).trim();
    if (code !== 0) throw new Error(said || `it broke off with exit code ${code}`);
    return said;
  } catch (error) {
    if (await orMissing(container.inspect())) throw error;
    throw new StepTaken("another pulumi up has removed its container, and goes on in its place");
  } finally {
    await container.remove({ force: true, v: true }).catch(() => {});
  }
}

/** Removes what a run that was cut off has left at work. */
export async function removeStep(docker: Docker, { id, role }: StepPlace): Promise<void> {
  const name = nameOf(id, upgradeRole(role));
  const left = await orMissing(docker.getContainer(name).inspect());
  if (left && isOf(left.Config.Labels, id, upgradeRole(role))) {
    await docker.getContainer(left.Id).remove({ force: true, v: true });
  }
}
