import type { LogMessage } from "../protocol/engine-service";
import type { Severity } from "../providers/provider";
import { parseUrn } from "../resource/urn";
import { shortType } from "./words";

/** What programs, providers and failed steps had to say, by resource. */
export class Diagnostics {
  private readonly byUrn = new Map<string, string[]>();
  private readonly withErrors = new Set<string>();

  /** Messages about no resource belong to the stack. */
  constructor(private readonly stackUrn: string) {}

  add({ severity, message, urn, ephemeral }: LogMessage): void {
    if (ephemeral || severity === "debug") return;
    if (severity === "error") this.withErrors.add(urn || this.stackUrn);
    this.push(urn, prefixed(severity, message.trimEnd()));
  }

  print(line: string): void {
    this.push("", line);
  }

  /** How many resources have an error to tell of. */
  get errored(): number {
    return this.withErrors.size;
  }

  render(): string[] {
    if (this.byUrn.size === 0) return [];
    const lines = ["Diagnostics:"];
    for (const [urn, messages] of this.byUrn) {
      const { type, name } = parseUrn(urn);
      lines.push(`  ${shortType(type)} (${name}):`);
      for (const message of messages) {
        for (const line of message.split("\n")) lines.push(line ? `    ${line}` : "");
      }
      lines.push("");
    }
    return lines;
  }

  private push(urn: string, message: string): void {
    const key = urn || this.stackUrn;
    this.byUrn.set(key, [...(this.byUrn.get(key) ?? []), message]);
  }
}

function prefixed(severity: Severity, message: string): string {
  return severity === "info" ? message : `${severity}: ${message}`;
}
