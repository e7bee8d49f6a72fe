import type { RunEvent } from "../execute/events";
import { type Step, subject } from "../plan/step";
import type { PropertyDiff } from "../providers/provider";
import { isDefaultProvider, makeUrn, parseUrn, STACK_TYPE } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import { Diagnostics } from "./diagnostics";
import type { Display, DisplayOptions } from "./display";
import { SecretMask } from "./mask";
import { renderOutputs } from "./outputs";
import { renderStepBlock } from "./step-block";
import { renderChanges, renderDuration } from "./summary";
import { ACTION_WORDS, type Changes, countedAs, shortType } from "./words";

/** Shows a run line by line, for logs and pipes. */
export class PlainDisplay implements Display {
  readonly changes: Changes = {};
  private readonly diagnostics: Diagnostics;
  private readonly start = performance.now();
  private readonly stackUrn: string;
  private outputs: ValueMap | undefined;
  private readonly mask = new SecretMask();
  countRefreshes = false;

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
    options.write(`${options.title} (${stack}):`);
    options.write("");
  }

  readonly handle = (event: RunEvent): void => {
    switch (event.kind) {
      case "step-started":
        this.mask.learn(subject(event.step).inputs);
        if (!this.options.preview && !this.options.diff) this.line(event.step, "active");
        return;
      case "step-done":
        if (event.state) this.mask.learn(event.state.outputs);
        this.count(event.step, event.refreshed);
        if (this.options.diff) this.block(event.step);
        else this.line(event.step, this.options.preview ? "preview" : "done", event.seconds);
        return;
      case "step-failed":
        this.line(event.step, "failed", event.seconds, event.message);
        this.diagnostics.add({
          severity: "error",
          message: event.message,
          urn: subject(event.step).urn,
          ephemeral: false,
        });
        return;
      case "outputs":
        if (event.state.type === STACK_TYPE) this.outputs = event.state.outputs;
        return;
      case "log":
        this.diagnostics.add(event);
        return;
      case "printed":
        this.diagnostics.print(event.line);
    }
  };

  finish(failed: boolean): void {
    const { preview, showOutputs } = this.options;
    const write = (line: string) => this.write(line);
    const { name } = parseUrn(this.stackUrn);
    if (this.changes.same && !failed) write(`    ${STACK_TYPE} ${name}  `);
    for (const line of this.diagnostics.render()) write(line);
    if (showOutputs && this.outputs) this.writeOutputs(this.outputs);
    write("Resources:");
    for (const line of renderChanges(this.changes, preview, this.diagnostics.errored)) write(line);
    write("");
    if (!preview) {
      write(`Duration: ${renderDuration(performance.now() - this.start)}`);
      write("");
    }
  }

  private write(line: string): void {
    this.options.write(this.options.showSecrets ? line : this.mask.hide(line));
  }

  private writeOutputs(news: ValueMap): void {
    const { preview } = this.options;
    const write = (line: string) => this.write(line);
    const lines = renderOutputs({ olds: this.oldOutputs, news }, preview, this.options);
    if (lines.length === 0) return;
    write("Outputs:");
    for (const line of lines) write(line);
    write("");
  }

  private count(step: Step, refreshed: Parameters<typeof countedAs>[1]): void {
    if (isDefaultProvider(subject(step).urn)) return;
    if (step.action === "refresh" && !this.countRefreshes) return;
    const kind = countedAs(step.action, refreshed);
    if (kind) this.changes[kind] = (this.changes[kind] ?? 0) + 1;
  }

  private block(step: Step): void {
    for (const line of renderStepBlock(step, this.options)) this.write(line);
  }

  private line(
    step: Step,
    stage: "preview" | "active" | "done" | "failed",
    seconds = 0,
    message = "",
  ): void {
    const { urn, type } = subject(step);
    const { sign, preview, active, done } = ACTION_WORDS[step.action];
    if (!preview || isDefaultProvider(urn)) return;
    const text = {
      preview,
      active: `${active} (0s)`,
      done: `${done} (${seconds < 1 ? seconds.toFixed(2) : seconds.toFixed(0)}s)`,
      failed: `**${active} failed** error: ${message.split("\n")[0]}`,
    }[stage];
    const { name } = parseUrn(urn);
    this.write(` ${sign} ${shortType(type)} ${name} ${text} ${changedProperties(step)}`);
  }
}

const SIGNS: Record<string, string> = { add: "+", delete: "-", update: "~" };

/** `[diff: ~name,+labels]`: the top-level properties that changed. */
function changedProperties(step: Step): string {
  if (!("diff" in step)) return "";
  const { diffs, replaces, detailedDiff } = step.diff;
  const marks = new Map<string, string>();
  for (const [path, change] of Object.entries(detailedDiff ?? {})) {
    const key = path.split(/[.[]/)[0] ?? path;
    marks.set(key, marks.has(key) || key !== path ? "~" : signOf(change));
  }
  if (marks.size === 0) for (const key of diffs.length ? diffs : replaces) marks.set(key, "~");
  const keys = [...marks.keys()].filter((key) => key && !key.startsWith("__")).sort();
  return keys.length ? `[diff: ${keys.map((key) => `${marks.get(key)}${key}`).join(",")}]` : "";
}

function signOf({ kind }: PropertyDiff): string {
  return SIGNS[kind.replace("-replace", "")] ?? "~";
}
