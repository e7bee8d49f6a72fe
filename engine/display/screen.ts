type Area = ReturnType<typeof import("log-update").createLogUpdate>;

/** A terminal: lines that stay and, below them, an area that is drawn anew again and again. */
export class Screen {
  private drawn: string[] = [];

  private constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly area: Area,
    readonly colored: boolean,
  ) {}

  /**
   * Loads what drawing takes: nobody else should have to wait for that. log-update stays at version 6:
   * 7 writes only the lines that differ, and takes lines above the area with it when that grows.
   */
  static async open(stream: NodeJS.WriteStream, colored: boolean): Promise<Screen> {
    const { createLogUpdate } = await import("log-update");
    return new Screen(stream, createLogUpdate(stream), colored);
  }

  get columns(): number {
    return this.stream.columns || 80;
  }

  /** The lines that can be drawn; the cursor waits on the one below them. */
  get lines(): number {
    return Math.max(1, (this.stream.rows || 24) - 1);
  }

  /** Writes a line that stays, above what is drawn. */
  readonly print = (line: string): void => {
    this.area.clear();
    this.stream.write(`${line}\n`);
    if (this.drawn.length) this.draw(this.drawn);
  };

  draw(lines: string[]): void {
    this.drawn = lines;
    this.area(lines.join("\n"));
  }

  /** Takes away what is drawn, and gives the cursor back. */
  clear(): void {
    this.drawn = [];
    this.area.clear();
    this.area.done();
  }
}
