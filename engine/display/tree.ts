import type { RunEvent } from "../execute/events";
import { type Step, subject } from "../plan/step";
import type { LogMessage } from "../protocol/engine-service";
import { parseUrn } from "../resource/urn";
import { drawBranches } from "./branches";
import { changedProperties } from "./changed-properties";
import type { Row, Stage } from "./frame";
import { lastLine } from "./last-line";
import { renderSeconds } from "./summary";
import { ACTION_WORDS, failedStack, isHidden, shortType } from "./words";

/** What is known of a resource while a run goes. */
interface Progress {
  urn: string;
  parent: string | undefined;
  sign: string;
  status: string;
  stage: Stage;
  /** When the present step began, in milliseconds. */
  started: number;
  changed: string;
  /** What its provider is doing at the moment. */
  step: string;
  /** The last that it had to say. */
  message: string;
}

/** The resources of a run that anything happens to, as a tree. */
export class ResourceTree {
  private readonly known = new Map<string, Progress>();

  constructor(
    private readonly stackUrn: string,
    private readonly preview: boolean,
  ) {}

  handle(event: RunEvent, now: number): void {
    switch (event.kind) {
      case "step-started":
        this.start(event.step, now);
        break;
      case "step-done":
        this.done(event.step, event.seconds);
        break;
      case "step-failed":
        this.failStep(event.step, event.message);
        break;
      case "log":
        this.tell(event);
        break;
      case "printed":
        this.progressOf(this.stackUrn).message = lastLine(event.line);
    }
  }

  /** The run has failed: so has the stack, whatever was done of it. */
  fail(): void {
    if (this.preview) return;
    const root = this.progressOf(this.stackUrn);
    root.status = failedStack(root.sign);
    root.stage = "failed";
  }

  /** The rows to show, parents before their children. */
  rows(now: number): Row[] {
    const children = this.shownChildren();
    const root = this.progressOf(this.stackUrn);
    const branches = drawBranches(root, ({ urn }) => children.get(urn) ?? []);
    return branches.map(({ item, lead }) => rowOf(item, lead, now));
  }

  /**
   * What to show under each resource. What stays as it is is left out, unless it says something or
   * has a child that is shown. A child may be known before its parent, as in a destroy.
   */
  private shownChildren(): Map<string, Progress[]> {
    const shown = new Set<Progress>();
    for (const progress of this.known.values()) {
      if (!progress.status && !progress.message) continue;
      for (let at: Progress | undefined = progress; at && !shown.has(at); at = this.parentOf(at)) {
        shown.add(at);
      }
    }
    const children = new Map<string, Progress[]>();
    for (const progress of this.known.values()) {
      const parent = this.parentOf(progress);
      if (!parent || !shown.has(progress)) continue;
      const siblings = children.get(parent.urn) ?? [];
      siblings.push(progress);
      children.set(parent.urn, siblings);
    }
    return children;
  }

  private start(step: Step, now: number): void {
    const { preview, active } = ACTION_WORDS[step.action];
    const progress = this.stepProgress(step);
    if (!progress || !preview || this.preview) return;
    Object.assign(progress, { status: active, stage: "active", started: now, step: "" });
  }

  private done(step: Step, seconds: number): void {
    const { preview, done } = ACTION_WORDS[step.action];
    const progress = this.stepProgress(step);
    if (!progress || !preview) return;
    progress.status = this.preview ? preview : `${done} (${renderSeconds(seconds)})`;
    progress.stage = "done";
  }

  private failStep(step: Step, message: string): void {
    const progress = this.stepProgress(step);
    if (!progress) return;
    progress.status = `**${ACTION_WORDS[step.action].active} failed**`;
    progress.stage = "failed";
    progress.message = `error: ${message.split("\n")[0]}`;
  }

  private tell({ severity, message, urn, ephemeral }: LogMessage): void {
    if (severity === "debug") return;
    const progress = this.progressOf(urn || this.stackUrn);
    if (ephemeral) progress.step = lastLine(message);
    else if (severity === "info") progress.message = lastLine(message);
    else progress.message = `${severity}: ${message.split("\n")[0]}`;
  }

  private stepProgress(step: Step): Progress | undefined {
    const { urn, parent } = subject(step);
    if (isHidden(step)) return undefined;
    const progress = this.progressOf(urn);
    progress.parent = parent;
    // The halves of a replacement come before and after it; it stays what it is called.
    if (progress.sign !== ACTION_WORDS.replace.sign) progress.sign = ACTION_WORDS[step.action].sign;
    progress.changed ||= changedProperties(step);
    return progress;
  }

  private progressOf(urn: string): Progress {
    const known = this.known.get(urn);
    if (known) return known;
    const made: Progress = { ...BLANK, urn };
    this.known.set(urn, made);
    return made;
  }

  private parentOf({ urn, parent }: Progress): Progress | undefined {
    if (urn === this.stackUrn) return undefined;
    return this.known.get(parent ?? "") ?? this.progressOf(this.stackUrn);
  }
}

const BLANK = {
  parent: undefined,
  sign: "  ",
  status: "",
  stage: "waiting" as Stage,
  started: 0,
  changed: "",
  step: "",
  message: "",
};

function rowOf(progress: Progress, branch: string, now: number): Row {
  const { type, name } = parseUrn(progress.urn);
  const { sign, status, stage, started, changed, step, message } = progress;
  const isActive = stage === "active";
  const seconds = Math.floor((now - started) / 1000);
  return {
    branch,
    sign,
    type: shortType(type),
    name,
    status: isActive ? `${status} (${seconds}s)` : status,
    info: [changed, (isActive && step) || message].filter(Boolean).join(" "),
    stage,
  };
}
