import { rm } from "node:fs/promises";

import { relativeTime } from "../../display/relative-time";
import { EXIT, UnsupportedError, UserError } from "../../errors";
import { STACK_TYPE } from "../../resource/urn";
import { qualifiedName } from "../../state/backend";
import { parseCheckpoint } from "../../state/deployment";
import { readIfExists } from "../../state/files";
import { withLock } from "../../state/lock";
import type { Invocation } from "../flags";
import { openProject, openStack, stackRef, stackSession } from "../session";
import { ask, isInteractive } from "../terminal";
import { selectedStack, selectStack } from "../workspace";
import { type Print, table } from "./print";
import { readSummary } from "./stack-summary";

/** `stack init`: an empty stack, and its secrets. */
export async function init(invocation: Invocation): Promise<void> {
  const session = await openProject(invocation);
  const { project, url, backend } = session;
  const name = invocation.args[0] ?? invocation.text("stack");
  if (!name) throw new UserError("missing stack name");
  const provider = invocation.text("secrets-provider") ?? "passphrase";
  if (provider !== "passphrase" && provider !== "default") {
    throw new UnsupportedError(`the secrets provider ${provider}`);
  }
  const ref = stackRef(project, name);
  if (await backend.exists(ref))
    throw new UserError(`stack '${qualifiedName(ref)}' already exists`);
  const stack = await stackSession(session, ref, invocation.text("config-file"));
  const writer = await stack.writer();
  await stack.keepSalt();
  await backend.create(ref, writer.checkpoint(qualifiedName(ref), { resources: [], pending: [] }));
  if (!invocation.has("no-select")) await selectStack(project, url, ref.stack);
  process.stderr.write(`Created stack '${ref.stack}'\n`);
}

/** `stack select`: the stack that commands mean when they name none. */
export async function select(invocation: Invocation): Promise<void> {
  const { project, url, backend } = await openProject(invocation);
  const name = invocation.args[0] ?? invocation.text("stack");
  if (!name) {
    throw new UserError("no stack selected; specify a stack name with --stack", {
      exitCode: EXIT.noStack,
    });
  }
  const ref = stackRef(project, name);
  if (!(await backend.exists(ref))) {
    if (!invocation.has("create")) {
      throw new UserError(`no stack named '${ref.stack}' found`, { exitCode: EXIT.noStack });
    }
    await init(invocation);
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
      const { time, resourceCount } = await readSummary(backend, stackRef(project, name));
      return { name, current: name === current, time, resourceCount };
    }),
  );
  if (invocation.has("json")) {
    const json = stacks.map(({ name, current, time, resourceCount }) => {
      return { name, current, lastUpdate: time?.toISOString(), resourceCount };
    });
    return print(JSON.stringify(json, null, 2));
  }
  const now = new Date();
  const rows = stacks.map(({ name, current, time, resourceCount }) => [
    name + (current ? "*" : ""),
    time ? relativeTime(time, now) : "n/a",
    time ? String(resourceCount) : "n/a",
  ]);
  for (const line of table([["NAME", "LAST UPDATE", "RESOURCE COUNT"], ...rows])) print(line);
}

/** `stack rm`. */
export async function remove(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation, invocation.args[0]);
  const { project, url, backend, ref, file } = session;
  if (!invocation.has("yes") && !isInteractive(invocation)) {
    throw new UserError("non-interactive mode requires --yes flag");
  }
  // A damaged file is told here: nobody knows what would be forgotten with it.
  await backend.read(ref);
  const { resourceCount } = await readSummary(backend, ref);
  if (resourceCount && !invocation.has("force")) {
    throw new UserError(`'${ref.stack}' still has resources; removal rejected. Possible actions:
- Make sure that '${ref.stack}' is the stack that you want to destroy
- Run \`pulumi destroy\` to delete the resources, then run \`pulumi stack rm\`
- Run \`pulumi stack rm --force\` to override this error`);
  }
  const question = `This will permanently remove the '${ref.stack}' stack!`;
  if (!invocation.has("yes") && !(await ask(question)))
    throw new UserError("confirmation declined");
  await withLock(backend.lockFolder(ref), print, () => backend.remove(ref));
  if (!invocation.has("preserve-config")) await rm(file.path, { force: true });
  if ((await selectedStack(project, url)) === ref.stack) await selectStack(project, url, undefined);
  print(`Stack '${ref.stack}' has been removed!`);
}

/** `stack rename`: the same resources under another stack's name. */
export async function rename(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const { project, url, backend, ref, file } = session;
  const [name] = invocation.args;
  if (!name) throw new UserError("missing new stack name");
  const target = stackRef(project, name);
  if (await backend.exists(target))
    throw new UserError(`a stack named ${target.stack} already exists`);
  await withLock(backend.lockFolder(ref), print, async () => {
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
  });
  await file.moveTo(target.stack);
  await selectStack(project, url, target.stack);
  print(`Renamed ${ref.stack} to ${target.stack}`);
}
