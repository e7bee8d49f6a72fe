import { UserError } from "../errors";
import { dependentsOf } from "../plan/graph";
import type { ResourceState } from "../resource/state";
import { formatProviderRef, makeUrn, parseProviderRef, parseUrn } from "../resource/urn";
import type { Snapshot } from "./deployment";

export interface ForgetOptions {
  /** Whether what depends on the resources goes along; otherwise they are refused. */
  targetDependents: boolean;
  /** Whether protected resources go, too. */
  force: boolean;
}

/**
 * The state without these resources, which stay where they are outside of it.
 *
 * @throws UserError for a URN that is none of the state's or stands for several resources, for one that
 * is protected, and for one that others depend on.
 */
export function withoutResources(
  snapshot: Snapshot,
  urns: readonly string[],
  { targetDependents, force }: ForgetOptions,
): Snapshot {
  const { resources } = snapshot;
  const named = new Set(urns.map((urn) => locate(snapshot, urn)));
  const gone = new Set(named);
  for (const root of named) {
    const dependents = dependentsOf(root, resources, { children: true });
    const staying = dependents.filter((state) => !named.has(state));
    if (staying.length > 0 && !targetDependents) throw hasDependents(root, staying);
    for (const state of dependents) gone.add(state);
  }
  for (const state of gone) if (state.protect && !force) throw isProtected(state);
  return { ...snapshot, resources: resources.filter((state) => !gone.has(state)) };
}

/** The state with a mark set or cleared for these resources; for all without URNs. */
export function withMark(
  snapshot: Snapshot,
  urns: readonly string[] | undefined,
  mark: Partial<Pick<ResourceState, "protect" | "taint">>,
): Snapshot {
  const named = urns && new Set(urns.map((urn) => locate(snapshot, urn, { old: false })));
  const resources = snapshot.resources.map((state) =>
    (named ? named.has(state) : !state.delete) ? { ...state, ...mark } : state,
  );
  return { ...snapshot, resources };
}

/**
 * The state with another name for one resource, in its URN, in those of its children, and wherever
 * others refer to them.
 *
 * @throws UserError for a URN that is none of the state's, and for a name that is taken.
 */
export function withNewName(snapshot: Snapshot, urn: string, name: string): Snapshot {
  const root = locate(snapshot, urn);
  const { stack, project, qualifiedType } = parseUrn(root.urn);
  const renamed = new Map([
    [root.urn, `urn:pulumi:${stack}::${project}::${qualifiedType}::${name}`],
  ]);
  // A parent comes before its children, whose URNs have its type in them.
  for (const { urn: child, type, parent } of snapshot.resources) {
    const above = parent === undefined ? undefined : renamed.get(parent);
    if (above !== undefined && !renamed.has(child)) {
      renamed.set(child, makeUrn(stack, project, above, type, parseUrn(child).name));
    }
  }
  const taken = snapshot.resources.find(({ urn: other }) => other === renamed.get(root.urn));
  if (taken && taken !== root) {
    throw new UserError(`there is a resource '${taken.urn}' already; choose another name`);
  }
  const newUrn = (old: string) => renamed.get(old) ?? old;
  const resources = snapshot.resources.map((state) => {
    const changed = withUrns(state, newUrn);
    return state === root ? changed : withoutEmptyDependencies(changed);
  });
  return { ...snapshot, resources };
}

/** As the official CLI leaves the others: a property that needs nothing is not named. */
function withoutEmptyDependencies(state: ResourceState): ResourceState {
  const needing = Object.entries(state.propertyDependencies).filter(([, urns]) => urns.length > 0);
  return { ...state, propertyDependencies: Object.fromEntries(needing) };
}

/** The resource with every URN in it changed. */
function withUrns(state: ResourceState, newUrn: (urn: string) => string): ResourceState {
  const { parent, provider, propertyDependencies } = state;
  const properties = Object.entries(propertyDependencies);
  return {
    ...state,
    urn: newUrn(state.urn),
    parent: parent && newUrn(parent),
    provider: provider && withUrn(provider, newUrn),
    dependencies: state.dependencies.map(newUrn),
    propertyDependencies: Object.fromEntries(
      properties.map(([key, urns]) => [key, urns.map(newUrn)]),
    ),
    deletedWith: newUrn(state.deletedWith),
    replaceWith: state.replaceWith.map(newUrn),
  };
}

function withUrn(provider: string, newUrn: (urn: string) => string): string {
  const { urn, id } = parseProviderRef(provider);
  return formatProviderRef({ urn: newUrn(urn), id });
}

/** The one resource of a URN. */
function locate({ resources }: Snapshot, urn: string, { old = true } = {}): ResourceState {
  const found = resources.filter((state) => state.urn === urn && (old || !state.delete));
  const [state] = found;
  if (!state) {
    throw new UserError(
      `no resource '${urn}' in the state; \`pulumi stack --show-urns\` lists those there are`,
    );
  }
  if (found.length > 1) {
    throw new UserError(
      `'${urn}' stands for ${found.length} resources, of which all but one are still to be deleted: \`pulumi up\` deletes them`,
    );
  }
  return state;
}

function hasDependents({ urn }: ResourceState, dependents: readonly ResourceState[]): UserError {
  const lines = dependents.map((state) => ` * "${parseUrn(state.urn).name}" (${state.urn})`);
  return new UserError(
    [
      `${urn} can't be safely deleted because the following resources depend on it:`,
      ...lines,
      "",
      "Delete those resources first or pass --target-dependents.",
    ].join("\n"),
  );
}

function isProtected({ urn }: ResourceState): UserError {
  return new UserError(
    `${urn} can't be safely deleted because it is protected. Re-run this command with --force to force deletion`,
  );
}
