import type { RunEvent } from "../execute/events";
import { type Step, subject } from "../plan/step";
import type { ResourceState } from "../resource/state";
import { isDefaultProvider } from "../resource/urn";
import { type Seal, sealInPlaintext } from "../state/properties";
import { encodeResource } from "../state/resource-json";
import type { Display, DisplayOptions } from "./display";
import { type Changes, countedAs } from "./words";

interface JsonStep {
  op: string;
  urn: string;
  oldState?: unknown;
  newState?: unknown;
  diffReasons?: string[];
  replaceReasons?: string[];
}

/** Shows a preview as one JSON document. */
export class JsonDisplay implements Display {
  readonly changes: Changes = {};
  countRefreshes = false;
  private readonly steps: JsonStep[] = [];
  private readonly diagnostics: { urn: string; severity: string; message: string }[] = [];

  constructor(private readonly options: DisplayOptions) {}

  readonly handle = (event: RunEvent): void => {
    if (event.kind === "step-done") this.add(event.step, event.refreshed);
    if (event.kind === "step-failed") {
      const { urn } = subject(event.step);
      this.diagnostics.push({ urn, severity: "error", message: event.message });
    }
    if (event.kind === "log" && !event.ephemeral && event.severity !== "debug") {
      const { urn, severity, message } = event;
      this.diagnostics.push({ urn, severity, message });
    }
  };

  finish(): void {
    const { steps, diagnostics, changes } = this;
    this.options.write(JSON.stringify({ steps, diagnostics, changeSummary: changes }, null, 4));
  }

  private add(step: Step, refreshed: Parameters<typeof countedAs>[1]): void {
    const { urn } = subject(step);
    if (isDefaultProvider(urn)) return;
    if (step.action === "refresh" && !this.countRefreshes) return;
    const kind = countedAs(step.action, refreshed);
    if (kind) this.changes[kind] = (this.changes[kind] ?? 0) + 1;
    const diff = "diff" in step ? step.diff : undefined;
    this.steps.push({
      op: step.action,
      urn,
      oldState: "old" in step && step.old ? this.state(step.old) : undefined,
      newState: "new" in step ? this.state(step.new) : undefined,
      diffReasons: diff?.diffs,
      replaceReasons: diff?.replaces,
    });
  }

  private state(state: ResourceState): unknown {
    const mask: Seal = () => ({ plaintext: '"[secret]"' });
    return encodeResource(state, this.options.showSecrets ? sealInPlaintext : mask);
  }
}
