import { dependenciesOf, type ResourceState } from "../resource/state";
import { formatProviderRef, makeUrn, parseProviderRef, parseUrn } from "../resource/urn";
import type { OperationType, PendingOperation, Snapshot } from "./deployment";

/** Where a journal's snapshots go. A preview has none. */
export type Save = (snapshot: Snapshot) => Promise<void>;

/**
 * The state while an operation runs: what the last operation left and was not touched yet, and
 * what this one made of the rest. Everything that needs to survive a crash is saved before the
 * promise of the change resolves; changes that come while a save runs share the next one.
 */
export class Journal {
  private readonly done = new Set<ResourceState>();
  private readonly news: ResourceState[] = [];
  /** The version that took a state's place: steps know the one that they were planned with. */
  private readonly successors = new Map<ResourceState, ResourceState>();
  /** The URN before of what was found under an alias, by the new one, until it is recorded as that. */
  private readonly former = new Map<string, string>();
  private base: ResourceState[];
  private pending: PendingOperation[] = [];
  private saving: Promise<void> | undefined;
  private next: Promise<void> | undefined;
  private stale = false;

  constructor(
    snapshot: Snapshot,
    private readonly save: Save | undefined,
  ) {
    this.base = [...snapshot.resources];
    this.pending = [...snapshot.pending];
  }

  /** New resources in the order of their completion, then the old ones that are still to be seen. */
  snapshot(): Snapshot {
    const rest = this.base.filter((state) => !this.done.has(state));
    return { resources: [...this.news, ...rest], pending: [...this.pending] };
  }

  /**
   * Records that something is about to happen. The answer takes the record back with the next change
   * that is written. Between the two there must be no `await`: a crash would find neither the record
   * nor the result.
   */
  async begin(type: OperationType, resource: ResourceState): Promise<() => void> {
    const operation = { type, resource };
    const end = () => this.settle(operation);
    this.pending.push(operation);
    try {
      await this.write();
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }

  /** Takes back the record of an operation, with the next change that is written. */
  settle(operation: PendingOperation): void {
    this.pending = this.pending.filter((other) => other !== operation);
    this.stale = true;
  }

  /** Takes in a resource that a run made which could not record it: after all that it depends on. */
  async adopt(state: ResourceState): Promise<void> {
    this.base.push(state);
    await this.write();
  }

  /** A resource in its new form takes the place of its old one, if there was one. */
  async record(state: ResourceState, old?: ResourceState): Promise<void> {
    if (old) this.remove(old);
    this.take(state);
    await this.write();
  }

  /** The same, for a resource of which nothing changed: not worth a write of its own. */
  keep(state: ResourceState, old: ResourceState): void {
    this.remove(old);
    this.take(state);
    this.stale = true;
  }

  /** What was not touched yet stays as it is, and comes before all that is still to be recorded. */
  keepRest(): void {
    for (const state of this.snapshot().resources.slice(this.news.length)) this.keep(state, state);
  }

  /** Another version of a resource, in its place. */
  async replace(old: ResourceState, state: ResourceState): Promise<void> {
    this.swap(old, state);
    await this.write();
  }

  /** The same, with the next change that is written. */
  swap(known: ResourceState, state: ResourceState): void {
    const old = this.latest(known);
    this.successors.set(old, state);
    if (this.done.has(old)) this.done.add(state);
    this.stale = true;
    for (const list of [this.news, this.base]) {
      const index = list.indexOf(old);
      if (index >= 0) list[index] = state;
    }
  }

  /** The present version of a state. */
  latest(state: ResourceState): ResourceState {
    const next = this.successors.get(state);
    return next ? this.latest(next) : state;
  }

  /** A resource is gone. */
  async forget(old: ResourceState): Promise<void> {
    this.remove(old);
    await this.write();
  }

  private remove(known: ResourceState): void {
    const old = this.latest(known);
    const index = this.news.indexOf(old);
    if (index >= 0) this.news.splice(index, 1);
    else this.done.add(old);
  }

  /**
   * A resource has another URN from when it is recorded under that. All others follow it then, and its
   * children have its new type in their own URNs: the run may end before they are seen.
   */
  rename(from: string, to: string): void {
    this.former.set(to, from);
  }

  private take(state: ResourceState): void {
    this.news.push(state);
    const from = this.former.get(state.urn);
    if (from === undefined) return;
    this.former.delete(state.urn);
    this.follow(from, state.urn);
  }

  private follow(from: string, to: string): void {
    for (const known of this.snapshot().resources) {
      const state = this.latest(known);
      if (!refersTo(state, from)) continue;
      const urn = state.parent === from ? this.underParent(state, to) : state.urn;
      this.swap(state, { ...withReferences(state, (other) => (other === from ? to : other)), urn });
      if (urn !== state.urn) this.follow(state.urn, urn);
    }
  }

  /** The URN of a child; its own where another resource has that one. */
  private underParent({ urn, type }: ResourceState, parent: string): string {
    const { stack, project, name } = parseUrn(urn);
    const next = makeUrn(stack, project, parent, type, name);
    return this.snapshot().resources.some((other) => other.urn === next) ? urn : next;
  }

  /**
   * Drops references to resources that a refresh found gone, which would make the state invalid,
   * and with them properties that depend on nothing: so does the official engine after a refresh.
   */
  async dropReferences(gone: Set<string>): Promise<void> {
    for (const state of this.snapshot().resources) this.swap(state, without(state, gone));
    await this.write();
  }

  /** Writes what has not been written yet. */
  async flush(): Promise<void> {
    if (this.stale) await this.write();
    await this.saving;
  }

  private async write(): Promise<void> {
    this.stale = true;
    if (!this.save) return;
    if (!this.saving) return this.start();
    // A save that runs may have missed this change; all that wait for the next one share it.
    this.next ??= this.saving.then(
      () => this.start(),
      () => this.start(),
    );
    return this.next;
  }

  private start(): Promise<void> {
    this.next = undefined;
    this.stale = false;
    this.saving = this.save?.(this.snapshot()).finally(() => {
      if (!this.next) this.saving = undefined;
    });
    return this.saving ?? Promise.resolve();
  }
}

const providerOf = ({ provider }: ResourceState) =>
  provider ? parseProviderRef(provider) : undefined;

const refersTo = (state: ResourceState, urn: string): boolean =>
  dependenciesOf(state).includes(urn) || providerOf(state)?.urn === urn;

function withReferences(state: ResourceState, map: (urn: string) => string): ResourceState {
  const properties = Object.entries(state.propertyDependencies);
  const provider = providerOf(state);
  return {
    ...state,
    provider: provider
      ? formatProviderRef({ ...provider, urn: map(provider.urn) })
      : state.provider,
    parent: state.parent && map(state.parent),
    dependencies: state.dependencies.map(map),
    propertyDependencies: Object.fromEntries(properties.map(([key, urns]) => [key, urns.map(map)])),
    deletedWith: map(state.deletedWith),
    replaceWith: state.replaceWith.map(map),
  };
}

function without(state: ResourceState, gone: Set<string>): ResourceState {
  const kept = (urns: readonly string[]) => urns.filter((urn) => !gone.has(urn));
  const properties = Object.entries(state.propertyDependencies);
  return {
    ...state,
    parent: state.parent && gone.has(state.parent) ? undefined : state.parent,
    dependencies: kept(state.dependencies),
    propertyDependencies: Object.fromEntries(
      properties.map(([key, urns]) => [key, kept(urns)] as const).filter(([, urns]) => urns.length),
    ),
    deletedWith: gone.has(state.deletedWith) ? "" : state.deletedWith,
    replaceWith: kept(state.replaceWith),
  };
}
