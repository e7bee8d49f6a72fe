import type { RunEvent } from "../execute/events";
import { type Step, subject } from "../plan/step";
import { makeUrn, STACK_TYPE } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import { Diagnostics } from "./diagnostics";
import type { DisplayOptions } from "./display";
import { SecretMask } from "./mask";
import { renderOutputs } from "./outputs";
import { renderChanges, renderDuration } from "./summary";
import { type Changes, countedAs, isHidden } from "./words";

/** What a run came to, whatever was shown of it meanwhile: diagnostics, outputs, counts, duration. */
export class Report {
  readonly changes: Changes = {};
  /** Refreshes that only prepare an update are shown, but not counted. */
  countRefreshes = false;
  readonly stackUrn: string;
  private readonly diagnostics: Diagnostics;
  private readonly mask = new SecretMask();
  private readonly start = performance.now();
  private outputs: ValueMap | undefined;

  constructor(
    private readonly options: DisplayOptions,
    private readonly oldOutputs: ValueMap | undefined,
    /** Texts that must not be shown wherever they turn up. */
    secrets: string[],
  ) {
    const { stack, project } = options;
    for (const text of secrets) this.mask.learnText(text);
    if (oldOutputs) this.mask.learn(oldOutputs);
    this.stackUrn = makeUrn(stack, project, undefined, STACK_TYPE, `${project}-${stack}`);
    this.diagnostics = new Diagnostics(this.stackUrn);
  }

  /** Takes note of an event; first of all of the secrets that it brings. */
  observe(event: RunEvent): void {
    switch (event.kind) {
      case "step-started":
        this.mask.learn(subject(event.step).inputs);
        return;
      case "step-done":
        if (event.state) this.mask.learn(event.state.outputs);
        this.count(event.step, event.refreshed);
        return;
      case "step-failed": {
        const { urn } = subject(event.step);
        this.diagnostics.add({ severity: "error", message: event.message, urn, ephemeral: false });
        return;
      }
      case "outputs":
        if (event.state.type === STACK_TYPE) this.outputs = event.state.outputs;
        return;
      case "log":
        this.diagnostics.add(event);
        return;
      case "printed":
        this.diagnostics.print(event.line);
    }
  }

  /** The text without what is secret in it. */
  hide(text: string): string {
    return this.options.showSecrets ? text : this.mask.hide(text);
  }

  write(line: string): void {
    this.options.write(this.hide(line));
  }

  /** Writes everything that is left to say at the end. */
  finish(): void {
    const { preview, showOutputs } = this.options;
    for (const line of this.diagnostics.render()) this.write(line);
    if (showOutputs && this.outputs) this.writeOutputs(this.outputs);
    this.write("Resources:");
    for (const line of renderChanges(this.changes, preview, this.diagnostics.errored)) {
      this.write(line);
    }
    this.write("");
    if (preview) return;
    this.write(`Duration: ${renderDuration(performance.now() - this.start)}`);
    this.write("");
  }

  private writeOutputs(news: ValueMap): void {
    const { preview } = this.options;
    const lines = renderOutputs({ olds: this.oldOutputs, news }, preview, this.options);
    if (lines.length === 0) return;
    this.write("Outputs:");
    for (const line of lines) this.write(line);
    this.write("");
  }

  private count(step: Step, refreshed: Parameters<typeof countedAs>[1]): void {
    if (isHidden(step)) return;
    if (step.action === "refresh" && !this.countRefreshes) return;
    const kind = countedAs(step.action, refreshed);
    if (kind) this.changes[kind] = (this.changes[kind] ?? 0) + 1;
  }
}
