import type { RunEvent } from "../execute/events";
import { type Step, subject } from "../plan/step";
import type { LogMessage } from "../protocol/engine-service";
import { parseUrn, STACK_TYPE } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import { changedProperties } from "./changed-properties";
import type { Display, DisplayOptions } from "./display";
import { lastLine } from "./last-line";
import { Report } from "./report";
import { renderStepBlock } from "./step-block";
import { renderSeconds } from "./summary";
import { ACTION_WORDS, type Changes, failedStack, foundWords, isHidden, shortType } from "./words";

const isNewStack = (step: Step) => step.action === "create" && subject(step).type === STACK_TYPE;

/** What stays as it is has no line in an update; a refresh has one for all that it looks at. */
const isUnspoken = ({ action }: Step) => ACTION_WORDS[action].preview === "";

/** A program that runs has no step. */
const RUNNING = { sign: "  ", active: "running" };

/** Shows a run line by line, for logs and pipes. */
export class PlainDisplay implements Display {
  private readonly report: Report;
  /** How the stack was made, which is told once all in it is. */
  private stackStep: { step: Step; started: number } | undefined;
  private readonly active = new Map<string, Step>();

  constructor(
    private readonly options: DisplayOptions,
    oldOutputs: ValueMap | undefined,
    /** Texts that must not be shown wherever they turn up. */
    secrets: string[],
  ) {
    this.report = new Report(options, oldOutputs, secrets);
    options.write(`${options.title} (${options.stack}):`);
    options.write("");
  }

  get changes(): Changes {
    return this.report.changes;
  }

  set countRefreshes(count: boolean) {
    this.report.countRefreshes = count;
  }

  readonly handle = (event: RunEvent): void => {
    this.report.observe(event);
    const { preview, diff } = this.options;
    switch (event.kind) {
      case "step-started":
        this.active.set(subject(event.step).urn, event.step);
        if (!preview && !diff) this.line(event.step, "active");
        return;
      case "step-done":
        if (diff) this.block(event.step);
        else if (!preview && isNewStack(event.step))
          this.stackStep = { step: event.step, started: performance.now() };
        else if (event.refreshed !== "same" || subject(event.step).type !== STACK_TYPE) {
          const found = this.report.countRefreshes ? event.refreshed : undefined;
          const words = foundWords(event.step.action, found);
          this.line(event.step, preview ? "preview" : "done", event.seconds, "", words);
        }
        return;
      case "log":
        if (event.ephemeral && event.severity !== "debug") this.progress(event);
        return;
      case "step-failed":
        this.line(event.step, "failed", event.seconds, event.message);
    }
  };

  finish(failed: boolean): void {
    const { name } = parseUrn(this.report.stackUrn);
    if (this.stackStep) this.finishStack(this.stackStep, failed);
    else if (failed && !this.options.preview)
      this.report.write(`    ${STACK_TYPE} ${name} ${failedStack("")} `);
    else if (this.changes.same && !failed) this.report.write(`    ${STACK_TYPE} ${name}  `);
    this.report.finish();
  }

  private finishStack({ step, started }: { step: Step; started: number }, failed: boolean): void {
    if (!failed) {
      this.line(step, "done", (performance.now() - started) / 1000);
      return;
    }
    const { sign } = ACTION_WORDS.create;
    const { name } = parseUrn(this.report.stackUrn);
    this.report.write(` ${sign} ${STACK_TYPE} ${name} ${failedStack(sign)} `);
  }

  /** What would be there for a moment on a terminal is a line here: a build may take minutes. */
  private progress({ urn, message }: LogMessage): void {
    const step = this.active.get(urn);
    const { type, name } = parseUrn(urn || this.report.stackUrn);
    const { sign, active } = step ? ACTION_WORDS[step.action] : RUNNING;
    this.report.write(` ${sign} ${shortType(type)} ${name} ${active} ${lastLine(message)}`);
  }

  private block(step: Step): void {
    for (const line of renderStepBlock(step, this.options)) this.report.write(line);
  }

  private line(
    step: Step,
    stage: "preview" | "active" | "done" | "failed",
    seconds = 0,
    message = "",
    { sign, preview, active, done } = ACTION_WORDS[step.action],
  ): void {
    const { urn, type } = subject(step);
    if (isUnspoken(step) || isHidden(step)) return;
    const text = {
      preview,
      active: `${active} (0s)`,
      done: done && `${done} (${renderSeconds(seconds)})`,
      failed: `**${active} failed** error: ${message.split("\n")[0]}`,
    }[stage];
    const { name } = parseUrn(urn);
    this.report.write(` ${sign} ${shortType(type)} ${name} ${text} ${changedProperties(step)}`);
  }
}
