/** Where a value was written. */
export interface Position {
  file: string;
  line: number;
  /** Variables that the value was filled in from. */
  variables?: readonly string[];
}

export type Key = string | number;

/** Where the values of objects and lists were written, however they were merged since. */
export class Places {
  readonly #known = new WeakMap<object, Map<Key, Position>>();

  /** Notes where an entry of an object or list was written. */
  note(container: object, key: Key, place: Position | undefined): void {
    if (!place) return;
    const entries = this.#known.get(container) ?? new Map<Key, Position>();
    this.#known.set(container, entries.set(key, place));
  }

  of(container: unknown, key: Key): Position | undefined {
    return typeof container === "object" && container !== null
      ? this.#known.get(container)?.get(key)
      : undefined;
  }

  /** Lets an entry of a new object or list stand where one of another does. */
  carry(from: object, key: Key, to: object, toKey: Key = key): void {
    this.note(to, toKey, this.of(from, key));
  }

  /** The place of what a path leads to, or of the nearest thing above it that has one. */
  along(root: unknown, path: readonly Key[]): Position | undefined {
    let place: Position | undefined;
    let value: unknown = root;
    for (const key of path) {
      place = this.of(value, key) ?? place;
      if (typeof value !== "object" || value === null) break;
      value = (value as Record<Key, unknown>)[key];
    }
    return place;
  }
}
