import type Docker from "dockerode";
import type { BuildPlan } from "../../components";
import { stageFor, stagesOf, volumesOf } from "../../components/app/dockerfile";
import { orMissing } from "../../docker/missing";

/**
 * The folders that an app's image declares as volumes: as the engine has it, or as its Dockerfile says
 * where a preview does not build it.
 */
export async function declaredVolumes(
  docker: Docker,
  reference: string,
  plan?: Pick<BuildPlan, "text" | "target">,
): Promise<string[]> {
  const built = await volumesOfImage(docker, reference);
  if (built || !plan) return built ?? [];
  const stages = stagesOf(plan.text);
  const target = stageFor(stages, plan.target);
  if (!target) return [];
  const { volumes, from } = volumesOf(plan.text, stages, target);
  return [...((await volumesOfImage(docker, from)) ?? []), ...volumes];
}

/** Undefined where the engine does not have the image. */
async function volumesOfImage(docker: Docker, reference: string): Promise<string[] | undefined> {
  // A base that a build argument names, or nothing at all.
  if (!/^[\w.:/@-]+$/.test(reference) || reference === "scratch") return undefined;
  const image = await orMissing(docker.getImage(reference).inspect());
  return image && Object.keys(image.Config.Volumes ?? {});
}

export interface KeptFolders {
  stack: string;
  /** A folder of the host that is there, whatever the image has. */
  mounts: readonly string[];
  /** The setting `app.writable`: its content is known to go. */
  writable: readonly string[];
}

/** One line for each declared volume that goes with its container; they are all that a person may lose unawares. */
export function lostVolumes(
  declared: readonly string[],
  { stack, mounts, writable }: KeptFolders,
): string[] {
  const kept = new Set([...mounts, ...writable].map(plain));
  const lost = [...new Set(declared.map(plain))].filter((path) => !kept.has(path)).sort();
  return lost.map(
    (path, index) =>
      `app: its image declares ${path} as a volume, and this stack keeps nothing there: what the app writes to it is lost each time that its container is replaced, as by a new version, and each replica has one of its own. To keep it: pulumi config set --stack ${stack} --path ${volumeKey(path)} ${path}. Where it may be lost: pulumi config set --stack ${stack} --path 'app.writable[${writable.length + index}]' ${path}`,
  );
}

/** A volume of the app that has the folder's name, as far as that is one. */
function volumeKey(path: string): string {
  const name = path
    .slice(path.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `app.volumes.${/^[a-z0-9-]{1,30}$/.test(name) && !/^(data|backups?)$/.test(name) ? name : "files"}`;
}

const plain = (path: string) => path.replace(/(.)\/+$/, "$1");
