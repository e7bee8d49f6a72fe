import type { RunEvent } from "../execute/events";
import { type Step, subject } from "../plan/step";
import type { Severity } from "../providers/provider";
import type { ResourceState } from "../resource/state";
import { STACK_TYPE } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import { encodeMap, type Seal, sealInPlaintext } from "../state/properties";
import type { Display, DisplayOptions } from "./display";
import { Report } from "./report";
import { type Changes, isHidden } from "./words";

/** Shows a run as JSON, one event a line, as the official CLI's event stream names them. */
export class JsonEventsDisplay implements Display {
  private readonly start = performance.now();
  private readonly report: Report;
  private sequence = 0;

  constructor(
    private readonly options: DisplayOptions,
    oldOutputs: ValueMap | undefined,
    /** Texts that must not be shown wherever they turn up. */
    secrets: string[],
  ) {
    this.report = new Report(options, oldOutputs, secrets);
    this.emit({ preludeEvent: { config: options.config } });
  }

  get changes(): Changes {
    return this.report.changes;
  }

  set countRefreshes(count: boolean) {
    this.report.countRefreshes = count;
  }

  readonly handle = (event: RunEvent): void => {
    this.report.observe(event);
    switch (event.kind) {
      case "step-started":
        this.step("resourcePreEvent", event.step);
        break;
      case "step-done":
        this.step("resOutputsEvent", event.step, event.state);
        break;
      case "step-failed":
        this.diagnose("error", event.message, subject(event.step).urn);
        this.step("resOpFailedEvent", event.step);
        break;
      case "outputs":
        this.outputs(event.state);
        break;
      case "log":
        if (!event.ephemeral && event.severity !== "debug") {
          this.diagnose(event.severity, event.message, event.urn);
        }
        break;
      case "printed":
        this.diagnose("info", event.line, "");
    }
  };

  finish(failed: boolean): void {
    this.emit({
      summaryEvent: {
        maybeCorrupt: false,
        durationSeconds: Math.round((performance.now() - this.start) / 1000),
        resourceChanges: this.changes,
        isPreview: this.options.preview,
        result: failed ? "failed" : "succeeded",
      },
    });
    this.emit({ cancelEvent: {} });
  }

  private step(kind: string, step: Step, done?: ResourceState): void {
    const { urn, type, provider, custom } = subject(step);
    if (isHidden(step)) return;
    const diff = "diff" in step ? step.diff : undefined;
    const metadata = {
      ...{ op: step.action, urn, type },
      old: "old" in step && step.old ? this.state(step.old) : null,
      new: "new" in step ? this.state(done ?? step.new) : null,
      ...(diff?.replaces.length ? { keys: diff.replaces } : {}),
      ...(diff?.diffs.length ? { diffs: diff.diffs } : {}),
      detailedDiff: diff?.detailedDiff ?? null,
      ...(custom ? {} : { logical: true }),
      provider,
    };
    this.emit({ [kind]: { metadata } });
  }

  /** The stack's outputs come last, when its own step is long done. */
  private outputs(state: ResourceState): void {
    if (state.type !== STACK_TYPE) return;
    const { urn, type, provider } = state;
    const metadata = { op: "same", urn, type, old: null, new: this.state(state) };
    this.emit({ resOutputsEvent: { metadata: { ...metadata, detailedDiff: null, provider } } });
  }

  private diagnose(severity: Severity, message: string, urn: string): void {
    const about = urn ? { urn } : {};
    const prefix = `${severity}: `;
    const text = `${this.report.hide(message)}\n`;
    this.emit({ diagnosticEvent: { ...about, prefix, message: text, color: "never", severity } });
  }

  private state(state: ResourceState): unknown {
    const hide: Seal = () => ({ ciphertext: "[secret]" });
    const seal = this.options.showSecrets ? sealInPlaintext : hide;
    const { type, urn, custom, id, parent, protect, inputs, outputs, provider } = state;
    return {
      ...{ type, urn },
      ...(custom ? { custom } : {}),
      ...{ id, parent: parent ?? "" },
      ...(protect ? { protect } : {}),
      ...{ inputs: encodeMap(inputs, seal), outputs: encodeMap(outputs, seal), provider },
    };
  }

  private emit(event: object): void {
    const timestamp = Math.floor(Date.now() / 1000);
    this.options.write(JSON.stringify({ sequence: this.sequence++, timestamp, ...event }));
  }
}
