/** Requests that were answered or failed, and the longest of them; one thread counts and another reads. */
export class Counts {
  private readonly cells: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT)) {
    this.cells = new Int32Array(memory);
  }

  get requests(): number {
    return this.cells[0] ?? 0;
  }

  get failures(): number {
    return this.cells[1] ?? 0;
  }

  /** Milliseconds. */
  get slowest(): number {
    return this.cells[2] ?? 0;
  }

  count(failed: boolean, milliseconds: number): void {
    this.cells[0] = this.requests + 1;
    if (failed) this.cells[1] = this.failures + 1;
    this.cells[2] = Math.max(this.slowest, Math.round(milliseconds));
  }
}
