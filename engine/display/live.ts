import type { RunEvent } from "../execute/events";
import type { ValueMap } from "../resource/value";
import type { Display, DisplayOptions } from "./display";
import { type Row, renderFrame } from "./frame";
import { Report } from "./report";
import type { Screen } from "./screen";
import { ResourceTree } from "./tree";
import type { Changes } from "./words";

/** Milliseconds between two frames: often enough to look alive. */
const INTERVAL = 100;

/** Shows a run on a terminal: a tree of resources that changes as they do, and stays at the end. */
export class LiveDisplay implements Display {
  private readonly report: Report;
  private readonly tree: ResourceTree;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly options: DisplayOptions,
    private readonly screen: Screen,
    oldOutputs: ValueMap | undefined,
    /** Texts that must not be shown wherever they turn up. */
    secrets: string[],
  ) {
    this.report = new Report(options, oldOutputs, secrets);
    this.tree = new ResourceTree(this.report.stackUrn, options.preview);
    options.write(`${options.title} (${options.stack}):`);
    this.timer = setInterval(() => this.draw(), INTERVAL).unref();
  }

  get changes(): Changes {
    return this.report.changes;
  }

  set countRefreshes(count: boolean) {
    this.report.countRefreshes = count;
  }

  readonly handle = (event: RunEvent): void => {
    this.report.observe(event);
    this.tree.handle(event, performance.now());
  };

  finish(failed: boolean): void {
    clearInterval(this.timer);
    if (failed) this.tree.fail();
    this.screen.clear();
    const { columns, colored } = this.screen;
    for (const line of renderFrame(this.rows(), { columns }, colored)) this.options.write(line);
    this.options.write("");
    this.report.finish();
  }

  private draw(): void {
    const { columns, lines, colored } = this.screen;
    this.screen.draw(renderFrame(this.rows(), { columns, lines }, colored));
  }

  /** Masked before they are cut to fit: half a secret would not be recognized any more. */
  private rows(): Row[] {
    return this.tree
      .rows(performance.now())
      .map((row) => ({ ...row, info: this.report.hide(row.info) }));
  }
}
