import { hostname } from "node:os";

import { relativeTime } from "../../display/relative-time";
import { renderResources } from "../../display/resource-list";
import { type Masking, plainValue, renderInline } from "../../display/values";
import { UserError } from "../../errors";
import type { ValueMap } from "../../resource/value";
import type { Invocation } from "../flags";
import { stackOutputs } from "../open-display";
import { openStack } from "../session";
import { type Print, table } from "./print";
import { readSummary } from "./stack-summary";

/** `stack`: what is known about the selected one. */
export async function show(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const { stack } = session.ref;
  if (invocation.has("show-name")) return print(stack);
  const { time, version } = await readSummary(session.backend, session.ref);
  const snapshot = await session.snapshot();
  const { resources } = snapshot;
  print(`Current stack is ${stack}:`);
  print(`    Managed by ${hostname()}`);
  if (time) {
    const exact = `${time.toISOString().replace("T", " ").replace("Z", "")} +0000 UTC`;
    print(`    Last updated: ${relativeTime(time, new Date())} (${exact})`);
  }
  if (version) print(`    Pulumi version used: ${version}`);
  print(`Current stack resources (${resources.length}):`);
  if (resources.length) {
    const options = { urns: invocation.has("show-urns"), ids: invocation.has("show-ids") };
    for (const line of renderResources(resources, options)) print(`    ${line}`);
    print("");
    const masking = { showSecrets: invocation.has("show-secrets") };
    for (const line of outputTable(stackOutputs(snapshot) ?? {}, masking)) print(line);
  } else print("    No resources currently in this stack");
  print("");
  print("Use `pulumi stack select` to change stack; `pulumi stack ls` lists known ones");
}

/** `stack output [NAME]`. */
export async function output(invocation: Invocation, print: Print): Promise<void> {
  const outputs = stackOutputs(await (await openStack(invocation)).snapshot()) ?? {};
  const masking = { showSecrets: invocation.has("show-secrets") };
  const [name] = invocation.args;
  const wanted = name === undefined ? outputs : outputs[name];
  if (wanted === undefined) {
    throw new UserError(`current stack does not have output property '${name}'`);
  }
  if (invocation.has("json")) return print(JSON.stringify(plainValue(wanted, masking), null, 2));
  if (name !== undefined) return print(renderInline(wanted, masking));
  for (const line of outputTable(outputs, masking)) print(line);
}

function outputTable(outputs: ValueMap, masking: Masking): string[] {
  const entries = Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  const title = `Current stack outputs (${entries.length}):`;
  if (entries.length === 0) return [title, "    No output values currently in this stack"];
  const rows = entries.map(([key, value]) => [key, renderInline(value, masking)]);
  return [title, ...table([["OUTPUT", "VALUE"], ...rows]).map((line) => `    ${line}`)];
}
