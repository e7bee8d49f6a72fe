import type { ResourceState } from "../resource/state";
import { parseUrn, STACK_TYPE } from "../resource/urn";
import { type Branch, drawBranches } from "./branches";

/** What is shown of each resource besides its type and name. */
export interface ListOptions {
  urns: boolean;
  ids: boolean;
}

/** A stack's resources as a tree, as `stack` shows it: two columns, the details below each. */
export function renderResources(
  resources: readonly ResourceState[],
  options: ListOptions,
): string[] {
  const branches = treeOf(resources);
  const types = branches.map(({ item, lead }) => lead + item.type);
  const width = Math.max(...types.map((type) => type.length));
  return [
    `${"TYPE".padEnd(width)}  NAME`,
    ...branches.flatMap((branch, index) => [
      `${types[index]?.padEnd(width)}  ${parseUrn(branch.item.urn).name}`,
      ...details(branch, options),
    ]),
  ];
}

/** What has no parent, like providers that the engine made, is drawn under the stack, after its children. */
function treeOf(resources: readonly ResourceState[]): Branch<ResourceState>[] {
  const root = resources.find(({ type }) => type === STACK_TYPE) ?? resources[0];
  if (!root) return [];
  const known = new Set(resources.map(({ urn }) => urn));
  const orphans = resources.filter(
    (state) => state !== root && !(state.parent && known.has(state.parent)),
  );
  return drawBranches(root, (item) => {
    const own = resources.filter((state) => state.parent === item.urn);
    return item === root ? [...own, ...orphans] : own;
  });
}

function details({ item, below }: Branch<ResourceState>, { urns, ids }: ListOptions): string[] {
  const lines: string[] = [];
  if (urns) lines.push(`${below}URN: ${item.urn}`);
  if (ids && item.id) lines.push(`${below}ID: ${item.id}`);
  return lines;
}
