import { backendUrl, stateFolder } from "../../../shared/workspace";
import { knownStacks } from "../../stack/stack-files";
import { bytes } from "../amounts-in-words";
import type { Fault } from "../faults";
import type { Look } from "./look";

interface Image {
  Id: string;
  Size: number;
  RepoTags: string[] | null;
  Labels: Record<string, string> | null;
}

/** Images of the project's stacks that are no more. */
export const leftovers: Look = async ({ place }) => {
  const { project, client } = place;
  const query = { filters: { label: [`berth.project=${project.name}`] } };
  const [images, containers] = await Promise.all([
    client.ask<Image[]>("GET", "/images/json", { query }),
    client.ask<{ Labels: Record<string, string> }[]>("GET", "/containers/json", {
      query: { all: true, ...query },
    }),
  ]);
  const running = containers.flatMap(({ Labels }) => Labels["berth.stack"] ?? []);
  const known = knownStacks(project, stateFolder(project, backendUrl(project, process.env)));
  return imageFaults(images, [...running, ...known], project.name);
};

/** Images of stacks that are not among these. Pure. */
export function imageFaults(
  images: readonly Image[],
  stacks: readonly string[],
  project: string,
): Fault[] {
  const orphans = new Map<string, Image[]>();
  for (const image of images) {
    const stack = image.Labels?.["berth.stack"];
    if (stack === undefined || stacks.includes(stack)) continue;
    orphans.set(stack, [...(orphans.get(stack) ?? []), image]);
  }
  return [...orphans].map(([stack, of]) => ({
    kind: "images-without-stack",
    when: "soon" as const,
    about: stack,
    words: `${of.length === 1 ? "an image" : `${of.length} images`} of the stack ${stack}, which is no more: ${bytes(of.reduce((sum, { Size }) => sum + Size, 0))}`,
    mend: `docker image prune --all --filter label=berth.project=${project} --filter label=berth.stack=${stack}`,
  }));
}
