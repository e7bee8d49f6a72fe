import type { RunEvent } from "../execute/events";
import { type Action, type Step, subject } from "../plan/step";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../resource/signatures";
import type { ResourceState } from "../resource/state";
import { STACK_TYPE } from "../resource/urn";
import { type Json, sealInPlaintext } from "../state/properties";
import { encodeResource } from "../state/resource-json";
import type { Display, DisplayOptions } from "./display";
import { Report } from "./report";
import { type Changes, isHidden } from "./words";

interface JsonStep {
  op: string;
  urn: string;
  provider?: string;
  oldState?: unknown;
  newState?: unknown;
  diffReasons?: string[];
  replaceReasons?: string[];
  detailedDiff: unknown;
}

/** The halves of a replacement only repeat it. */
const HALVES: readonly Action[] = ["create-replacement", "delete-replaced"];

/** Shows a preview as one JSON document, in the shape of the official CLI. */
export class JsonDisplay implements Display {
  private readonly steps: JsonStep[] = [];
  private readonly diagnostics: { urn?: string; severity: string; message: string }[] = [];
  private readonly start = performance.now();
  private readonly report: Report;
  private countsRefreshes = false;

  constructor(
    private readonly options: DisplayOptions,
    /** Texts that must not be shown wherever they turn up. */
    secrets: string[],
  ) {
    this.report = new Report(options, undefined, secrets);
  }

  get changes(): Changes {
    return this.report.changes;
  }

  set countRefreshes(count: boolean) {
    this.countsRefreshes = count;
    this.report.countRefreshes = count;
  }

  readonly handle = (event: RunEvent): void => {
    this.report.observe(event);
    if (event.kind === "step-done") this.add(event.step);
    if (event.kind === "step-failed") {
      this.tell(subject(event.step).urn, "error", event.message);
    }
    if (event.kind === "log" && !event.ephemeral && event.severity !== "debug") {
      this.tell(event.urn, event.severity, event.message);
    }
    if (event.kind === "printed") this.tell("", "info", event.line);
  };

  finish(): void {
    const { steps, diagnostics, changes, options } = this;
    const document = {
      config: options.config,
      steps,
      ...(diagnostics.length ? { diagnostics } : {}),
      // Nanoseconds, as Go has them.
      duration: Math.round((performance.now() - this.start) * 1e6),
      changeSummary: changes,
    };
    options.write(JSON.stringify(document, null, 4));
  }

  private tell(urn: string, severity: string, message: string): void {
    const about = urn ? { urn } : {};
    this.diagnostics.push({ ...about, severity, message: this.report.hide(message) });
  }

  private add(step: Step): void {
    const { urn, type, provider } = subject(step);
    if (isHidden(step) || HALVES.includes(step.action)) return;
    if (step.action === "same" && type !== STACK_TYPE) return;
    if (step.action === "refresh" && !this.countsRefreshes) return;
    const diff = "diff" in step ? step.diff : undefined;
    this.steps.push({
      op: step.action,
      urn,
      ...(provider ? { provider } : {}),
      oldState: "old" in step && step.old ? this.state(step.old) : undefined,
      newState: "new" in step ? this.state(step.new) : undefined,
      diffReasons: reasons(diff?.diffs),
      replaceReasons: reasons(diff?.replaces),
      detailedDiff: diff?.detailedDiff ?? null,
    });
  }

  private state(state: ResourceState): unknown {
    const json = encodeResource(state, sealInPlaintext) as unknown as Json;
    return opened(json, this.options.showSecrets);
  }
}

function reasons(keys: string[] | undefined): string[] | undefined {
  return keys?.length ? keys : undefined;
}

/** The values of secrets, or the word that stands for them, in the place of their seals. */
function opened(json: Json, show: boolean): Json {
  if (Array.isArray(json)) return json.map((item) => opened(item, show));
  if (typeof json !== "object" || json === null) return json;
  if (json[SIGNATURE_KEY] === SECRET_SIGNATURE) {
    return show ? opened(JSON.parse(String(json.plaintext)) as Json, show) : "[secret]";
  }
  const entries = Object.entries(json).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, opened(item, show)]));
}
