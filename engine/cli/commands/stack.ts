import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { plainValue, renderInline } from "../../display/values";
import { EXIT, UserError } from "../../errors";
import { STACK_TYPE } from "../../resource/urn";
import { openSecrets } from "../../secrets/passphrase";
import { qualifiedName } from "../../state/backend";
import { type Checkpoint, parseCheckpoint, parseExport } from "../../state/deployment";
import { readIfExists } from "../../state/files";
import { acquireLock } from "../../state/lock";
import type { Invocation } from "../flags";
import { stackOutputs } from "../operation";
import { openProject, openStack, type StackSession, stackRef, stackSession } from "../session";
import { ask } from "../terminal";
import { selectedStack, selectStack } from "../workspace";
import { type Print, table } from "./print";

/** `stack init`: an empty stack, and its secrets. */
export async function init(invocation: Invocation, print: Print): Promise<void> {
  const session = await openProject(invocation);
  const { project, url, backend } = session;
  const name = invocation.args[0] ?? invocation.text("stack");
  if (!name) throw new UserError("missing stack name");
  const provider = invocation.text("secrets-provider") ?? "passphrase";
  if (provider !== "passphrase" && provider !== "default") {
    throw new UserError(`the embedded engine does not support the secrets provider ${provider}`);
  }
  const ref = stackRef(project, name);
  if (await backend.exists(ref)) throw new UserError(`stack '${ref.stack}' already exists`);
  const stack = await stackSession(session, ref, invocation.text("config-file"));
  const writer = await stack.writer();
  await backend.create(ref, writer.checkpoint(qualifiedName(ref), { resources: [], pending: [] }));
  if (!invocation.has("no-select")) await selectStack(project, url, ref.stack);
  print(`Created stack '${ref.stack}'`);
}

/** `stack select`: the stack that commands mean when they name none. */
export async function select(invocation: Invocation, print: Print): Promise<void> {
  const { project, url, backend } = await openProject(invocation);
  const name = invocation.args[0] ?? invocation.text("stack");
  if (!name) throw new UserError("missing stack name");
  const ref = stackRef(project, name);
  if (!(await backend.exists(ref))) {
    if (!invocation.has("create")) {
      throw new UserError(`no stack named '${ref.stack}' found`, { exitCode: EXIT.noStack });
    }
    await init(invocation, print);
  }
  await selectStack(project, url, ref.stack);
}

/** `stack ls`. */
export async function list(invocation: Invocation, print: Print): Promise<void> {
  const { project, url, backend } = await openProject(invocation);
  const current = await selectedStack(project, url);
  const names = (await backend.stacks(project.name)).sort();
  const stacks = await Promise.all(
    names.map(async (name) => {
      const text = (await readIfExists(backend.statePath(stackRef(project, name)))) ?? "";
      const { checkpoint } = JSON.parse(text) as {
        checkpoint: { latest?: { manifest?: { time: string }; resources?: unknown[] } };
      };
      const { manifest, resources } = checkpoint.latest ?? {};
      return {
        name,
        current: name === current,
        lastUpdate: resources?.length ? manifest?.time : undefined,
        updateInProgress: false,
        resourceCount: resources?.length ?? 0,
      };
    }),
  );
  if (invocation.has("json")) return print(JSON.stringify(stacks, null, 2));
  const rows = stacks.map((stack) => [
    stack.name + (stack.current ? "*" : ""),
    stack.lastUpdate ?? "n/a",
    stack.lastUpdate ? String(stack.resourceCount) : "n/a",
  ]);
  for (const line of table([["NAME", "LAST UPDATE", "RESOURCE COUNT"], ...rows])) print(line);
}

/** `stack rm`. */
export async function remove(invocation: Invocation, print: Print): Promise<void> {
  const [name] = invocation.args;
  const session = await openStack(
    name
      ? { ...invocation, text: (flag) => (flag === "stack" ? name : invocation.text(flag)) }
      : invocation,
  );
  const { project, url, backend, ref, file } = session;
  const text = (await readIfExists(backend.statePath(ref))) ?? "";
  const left = (JSON.parse(text) as { checkpoint: { latest?: { resources?: unknown[] } } })
    .checkpoint.latest;
  if (left?.resources?.length && !invocation.has("force")) {
    throw new UserError(`'${ref.stack}' still has resources; removal rejected. Possible actions:
- Make sure that '${ref.stack}' is the stack that you want to destroy
- Run \`pulumi destroy\` to delete the resources, then run \`pulumi stack rm\`
- Run \`pulumi stack rm --force\` to override this error`);
  }
  if (
    !invocation.has("yes") &&
    !(await ask(`This will permanently remove the '${ref.stack}' stack!`))
  ) {
    throw new UserError("confirmation declined");
  }
  await backend.remove(ref);
  if (!invocation.has("preserve-config")) await rm(file.path, { force: true });
  if ((await selectedStack(project, url)) === ref.stack) await selectStack(project, url, undefined);
  print(`Stack '${ref.stack}' has been removed!`);
}

/** `stack output [NAME]`. */
export async function output(invocation: Invocation, print: Print): Promise<void> {
  const outputs = stackOutputs(await (await openStack(invocation)).snapshot()) ?? {};
  const masking = { showSecrets: invocation.has("show-secrets") };
  const [name] = invocation.args;
  if (name !== undefined) {
    const value = outputs[name];
    if (value === undefined)
      throw new UserError(`current stack does not have output property '${name}'`);
    const json = invocation.has("json");
    return print(
      json ? JSON.stringify(plainValue(value, masking), null, 2) : renderInline(value, masking),
    );
  }
  if (invocation.has("json")) return print(JSON.stringify(plainValue(outputs, masking), null, 2));
  for (const line of outputTable(outputs, masking)) print(line);
}

function outputTable(
  outputs: Parameters<typeof plainValue>[0] & object,
  masking: { showSecrets: boolean },
) {
  const entries = Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return ["No output values currently in this stack"];
  const rows = entries.map(([key, value]) => [key, renderInline(value, masking)]);
  return [
    `Current stack outputs (${rows.length}):`,
    ...table([["OUTPUT", "VALUE"], ...rows]).map((line) => `    ${line}`),
  ];
}

/** `stack`: what is known about the selected one. */
export async function show(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const { stack } = session.ref;
  if (invocation.has("show-name")) return print(stack);
  const snapshot = await session.snapshot();
  print(`Current stack is ${stack}:`);
  print(`Current stack resources (${snapshot.resources.length}):`);
  for (const { urn, type, id } of snapshot.resources) {
    const name =
      type === STACK_TYPE ? `${session.project.name}-${stack}` : (urn.split("::").at(-1) ?? "");
    print(`    ${type}  ${name}`);
    if (invocation.has("show-urns")) print(`        URN: ${urn}`);
    if (invocation.has("show-ids") && id) print(`        ID: ${id}`);
  }
  print("");
  const masking = { showSecrets: invocation.has("show-secrets") };
  for (const line of outputTable(stackOutputs(snapshot) ?? {}, masking)) print(line);
}

/** `stack export`. */
export async function exportState(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const writer = await session.writer();
  const text = writer.export(await session.snapshot(), invocation.has("show-secrets"));
  const file = invocation.text("file");
  if (file) await writeFile(file, `${text}\n`);
  else print(text);
}

/** `stack import`: replaces the state. */
export async function importState(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const { backend, ref } = session;
  const text = readFileSync(invocation.text("file") ?? 0, "utf8");
  const snapshot = (await readable(parseExport(text), session)).open(await session.secrets());
  const foreign = snapshot.resources.find(
    ({ urn }) => !urn.startsWith(`urn:pulumi:${ref.stack}::`),
  );
  if (foreign && !invocation.has("force")) {
    throw new UserError(
      `resource '${foreign.urn}' is not in the stack '${ref.stack}'; importing with --force accepts it`,
    );
  }
  const lock = await acquireLock(backend.lockFolder(ref), print);
  try {
    await backend.keepPrevious(ref);
    await backend.write(ref, (await session.writer()).checkpoint(qualifiedName(ref), snapshot));
  } finally {
    await lock.release();
  }
  print("Import complete.");
}

/** State whose secrets another salt encrypted, decrypted with it and made to fit this stack. */
async function readable(checkpoint: Checkpoint, session: StackSession): Promise<Checkpoint> {
  const { salt } = checkpoint;
  if (!salt || salt === (await session.secrets()).salt) return checkpoint;
  const other = await openSecrets(process.env.PULUMI_CONFIG_PASSPHRASE ?? "", salt);
  return { salt, open: () => checkpoint.open(other) };
}

/** `stack history`: the operations, the newest first. */
export async function history(invocation: Invocation, print: Print): Promise<void> {
  const { backend, ref } = await openStack(invocation);
  const updates = (await backend.history(ref)) as Record<string, unknown>[];
  if (invocation.has("json")) return print(JSON.stringify(updates, null, 2));
  for (const { kind, result, startTime, message } of updates) {
    const time = new Date(Number(startTime) * 1000).toISOString();
    print(`${time}  ${String(kind)}  ${String(result)}  ${String(message)}`.trimEnd());
  }
}

/** `stack rename`: the same resources under another stack's name. */
export async function rename(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const { project, url, backend, ref, file } = session;
  const [name] = invocation.args;
  if (!name) throw new UserError("missing new stack name");
  const target = stackRef(project, name);
  if (await backend.exists(target)) throw new UserError(`stack '${target.stack}' already exists`);
  const text = (await readIfExists(backend.statePath(ref))) ?? "";
  const [before, after] = [
    `urn:pulumi:${ref.stack}::${ref.project}::`,
    `urn:pulumi:${target.stack}::${target.project}::`,
  ];
  const renamed = text
    .replaceAll(before, after)
    .replaceAll(
      `${STACK_TYPE}::${project.name}-${ref.stack}"`,
      `${STACK_TYPE}::${project.name}-${target.stack}"`,
    )
    .replace(JSON.stringify(qualifiedName(ref)), JSON.stringify(qualifiedName(target)));
  parseCheckpoint(renamed);
  await backend.create(target, renamed);
  await backend.moveFolders(ref, target);
  await backend.remove(ref);
  await file.moveTo(target.stack);
  await selectStack(project, url, target.stack);
  print(`Renamed ${ref.stack} to ${target.stack}`);
}
