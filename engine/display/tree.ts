import { stripVTControlCharacters } from "node:util";

import type { RunEvent } from "../execute/events";
import { type Step, subject } from "../plan/step";
import type { LogMessage } from "../protocol/engine-service";
import { isDefaultProvider, parseUrn } from "../resource/urn";
import { changedProperties } from "./changed-properties";
import type { Row, Stage } from "./frame";
import { renderSeconds } from "./summary";
import { ACTION_WORDS, shortType } from "./words";

/** What is known of a resource while a run goes. */
interface Branch {
  urn: string;
  parent: string | undefined;
  sign: string;
  status: string;
  stage: Stage;
  /** When the present step began, in milliseconds. */
  started: number;
  changed: string;
  /** What its provider is doing at the moment. */
  progress: string;
  /** The last that it had to say. */
  message: string;
}

/** The resources of a run that anything happens to, as a tree. */
export class ResourceTree {
  private readonly branches = new Map<string, Branch>();

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
        this.fail(event.step, event.message);
        break;
      case "log":
        this.tell(event);
        break;
      case "printed":
        this.branch(this.stackUrn).message = lastLine(event.line);
    }
  }

  /** The rows to show, parents before their children. */
  rows(now: number): Row[] {
    const children = this.shownChildren();
    const below = (urn: string, indent: string): Row[] =>
      (children.get(urn) ?? []).flatMap((branch, index, siblings) => {
        const last = index === siblings.length - 1;
        return [
          this.row(branch, indent + (last ? "└─ " : "├─ "), now),
          ...below(branch.urn, indent + (last ? "   " : "│  ")),
        ];
      });
    return [this.row(this.branch(this.stackUrn), "", now), ...below(this.stackUrn, "")];
  }

  /**
   * What to show under each resource. What stays as it is is left out, unless it says something or
   * has a child that is shown. A child may be known before its parent, as in a destroy.
   */
  private shownChildren(): Map<string, Branch[]> {
    const shown = new Set<Branch>();
    for (const branch of this.branches.values()) {
      if (!branch.status && !branch.message) continue;
      for (let at: Branch | undefined = branch; at && !shown.has(at); at = this.parentOf(at)) {
        shown.add(at);
      }
    }
    const children = new Map<string, Branch[]>();
    for (const branch of this.branches.values()) {
      const parent = this.parentOf(branch);
      if (!parent || !shown.has(branch)) continue;
      children.set(parent.urn, [...(children.get(parent.urn) ?? []), branch]);
    }
    return children;
  }

  private row(branch: Branch, indent: string, now: number): Row {
    const { type, name } = parseUrn(branch.urn);
    const { sign, status, stage, started, changed, progress, message } = branch;
    const isActive = stage === "active";
    const seconds = Math.floor((now - started) / 1000);
    return {
      branch: indent,
      sign,
      type: shortType(type),
      name,
      status: isActive ? `${status} (${seconds}s)` : status,
      info: [changed, (isActive && progress) || message].filter(Boolean).join(" "),
      stage,
    };
  }

  private start(step: Step, now: number): void {
    const { preview, active } = ACTION_WORDS[step.action];
    const branch = this.stepBranch(step);
    if (!branch || !preview || this.preview) return;
    Object.assign(branch, { status: active, stage: "active", started: now, progress: "" });
  }

  private done(step: Step, seconds: number): void {
    const { preview, done } = ACTION_WORDS[step.action];
    const branch = this.stepBranch(step);
    if (!branch || !preview) return;
    branch.status = this.preview ? preview : `${done} (${renderSeconds(seconds)})`;
    branch.stage = "done";
  }

  private fail(step: Step, message: string): void {
    const branch = this.stepBranch(step);
    if (!branch) return;
    branch.status = `**${ACTION_WORDS[step.action].active} failed**`;
    branch.stage = "failed";
    branch.message = `error: ${message.split("\n")[0]}`;
  }

  private tell({ severity, message, urn, ephemeral }: LogMessage): void {
    if (severity === "debug") return;
    const branch = this.branch(urn || this.stackUrn);
    const text = lastLine(message);
    if (ephemeral) branch.progress = text;
    else branch.message = severity === "info" ? text : `${severity}: ${text}`;
  }

  private stepBranch(step: Step): Branch | undefined {
    const { urn, parent } = subject(step);
    if (isDefaultProvider(urn)) return undefined;
    const branch = this.branch(urn);
    branch.parent = parent;
    // The halves of a replacement come before and after it; it stays what it is called.
    if (branch.sign !== ACTION_WORDS.replace.sign) branch.sign = ACTION_WORDS[step.action].sign;
    branch.changed ||= changedProperties(step);
    return branch;
  }

  private branch(urn: string): Branch {
    const known = this.branches.get(urn);
    if (known) return known;
    const made: Branch = { ...BLANK, urn };
    this.branches.set(urn, made);
    return made;
  }

  private parentOf({ urn, parent }: Branch): Branch | undefined {
    if (urn === this.stackUrn) return undefined;
    return this.branches.get(parent ?? "") ?? this.branch(this.stackUrn);
  }
}

const BLANK = {
  parent: undefined,
  sign: "  ",
  status: "",
  stage: "waiting" as Stage,
  started: 0,
  changed: "",
  progress: "",
  message: "",
};

/** The last line of a text that says anything, without what would move the cursor. */
function lastLine(text: string): string {
  const lines = stripVTControlCharacters(text).split(/[\r\n]+/);
  const last = lines.findLast((line) => line.trim() !== "") ?? "";
  return last.trim().replaceAll("\t", " ");
}
