import type { Mapping } from "../../../../shared/yaml-file";

/** A value that is encrypted once it is written. */
export class Secret {
  constructor(readonly text: string) {}
}

/** Where one key of a Compose file went. */
export interface Row {
  /** A service's name, or a key at the top such as `volumes`. */
  of: string;
  /** The key below it; empty for the service itself. */
  key: string;
  /** The key of the stack file; undefined for what could not be carried. */
  to: string | undefined;
  /** What is different, or why it could not be carried and what to do. */
  note: string | undefined;
}

/** What a stack file is made of, and what is said of it. */
export interface Plan {
  config: Mapping;
  rows: readonly Row[];
}

/** Takes down where each key went. */
export class Ledger {
  readonly rows: Row[] = [];
  /** Services whose containers run on: nothing takes over what they have. */
  readonly staying = new Set<string>();
  readonly #done = new Set<string>();

  carried(of: string, key: string, to: string, note?: string): void {
    this.#note({ of, key, to, note });
  }

  /** @param note why, and what to do. */
  left(of: string, key: string, note: string): void {
    this.#note({ of, key, to: undefined, note });
  }

  /** Whether anything was said of a key. */
  knows(of: string, key: string): boolean {
    return this.#done.has(`${of} ${key}`);
  }

  #note(row: Row): void {
    this.rows.push(row);
    this.#done.add(`${row.of} ${row.key.split(/[.[]/)[0]}`);
  }
}
