import { dependenciesOf, type ResourceState } from "../resource/state";
import { parseProviderRef } from "../resource/urn";

/** Whether a resource needs any of these; being their child counts only with `children`. */
function needs(state: ResourceState, urns: ReadonlySet<string>, children: boolean): boolean {
  if (state.provider && urns.has(parseProviderRef(state.provider).urn)) return true;
  return dependenciesOf(state).some((urn) => {
    if (!urns.has(urn)) return false;
    return children || urn !== state.parent || state.dependencies.includes(urn);
  });
}

/** Everything that a resource needs, its provider too. */
export function neededBy(state: ResourceState): string[] {
  const needed = [...dependenciesOf(state)];
  if (state.provider) needed.push(parseProviderRef(state.provider).urn);
  return needed;
}

/** All that depends on a resource, directly or not, in the order of the state: dependencies first. */
export function dependentsOf(
  root: ResourceState,
  resources: readonly ResourceState[],
  options: { ignore?: ReadonlySet<string>; children: boolean },
): ResourceState[] {
  const found = new Set([root.urn]);
  const result: ResourceState[] = [];
  for (const state of resources.slice(resources.indexOf(root) + 1)) {
    if (options.ignore?.has(state.urn) || !needs(state, found, options.children)) continue;
    found.add(state.urn);
    result.push(state);
  }
  return result;
}

/** A resource that has to be replaced because one that it depends on is. */
export interface Cascade {
  resource: ResourceState;
  keys: string[];
}

/**
 * What has to go before this resource can be deleted first: its dependents that would be replaced
 * anyway when what they get from it changes. Only the provider can say which those are.
 */
export async function cascadeOf(
  root: ResourceState,
  resources: readonly ResourceState[],
  registered: ReadonlySet<string>,
  /** The properties for whose change the resource would be replaced; empty when it would not. */
  replaceKeys: (state: ResourceState, changed: ReadonlySet<string>) => Promise<string[]>,
): Promise<Cascade[]> {
  const replaced = new Set([root.urn]);
  const result: Cascade[] = [];
  for (const resource of dependentsOf(root, resources, { ignore: registered, children: false })) {
    if (!resource.custom || resource.external) continue;
    const { provider } = resource;
    const losesProvider = provider !== "" && replaced.has(parseProviderRef(provider).urn);
    const touched = Object.values(resource.propertyDependencies).flat();
    if (!losesProvider && !touched.some((urn) => replaced.has(urn))) continue;
    const keys = losesProvider ? ["provider"] : await replaceKeys(resource, replaced);
    if (keys.length === 0) continue;
    replaced.add(resource.urn);
    result.push({ resource, keys });
  }
  for (const resource of resources) {
    const follows = resource.replaceWith.includes(root.urn) || resource.deletedWith === root.urn;
    if (follows && !registered.has(resource.urn) && !replaced.has(resource.urn)) {
      replaced.add(resource.urn);
      result.push({ resource, keys: [] });
    }
  }
  return result;
}

/**
 * For each resource to delete, those that have to be gone before it: all that need it, which come later
 * in the order of the answer, too.
 */
export function deletionOrder(
  condemned: readonly ResourceState[],
): Map<ResourceState, ResourceState[]> {
  const order = new Map<ResourceState, ResourceState[]>();
  const resources = withOldOnesFirst(condemned);
  resources.forEach((state, index) => {
    // Only what comes later in the state can depend on it.
    const later = resources.slice(index + 1);
    order.set(
      state,
      later.filter((other) => needsThe(state, other)),
    );
  });
  return order;
}

/**
 * The old one of a replacement stands at the end of the state, behind what needs the new one. That may
 * use the old one still, as when it could not be updated: where both go, the old one waits for it, as
 * far as what it needs itself allows that.
 */
function withOldOnesFirst(condemned: readonly ResourceState[]): ResourceState[] {
  const resources = condemned.filter((state) => !state.delete);
  for (const old of condemned.filter((state) => state.delete)) {
    const first = resources.findIndex((other) => needsThe(old, other));
    const isFree = first >= 0 && !resources.slice(first).some((other) => needsThe(other, old));
    resources.splice(isFree ? first : resources.length, 0, old);
  }
  return resources;
}

/** Whether the one needs the other, which is not another state of itself. */
const needsThe = (needed: ResourceState, state: ResourceState) =>
  state.urn !== needed.urn && needs(state, new Set([needed.urn]), true);
