import { writeFile } from "node:fs/promises";

import type { Adoption } from "../../execute/adopt";
import { protectedUrns } from "../../plan/targets";
import { prepareProgram } from "../../protocol/program";
import type { Invocation } from "../flags";
import type { OperationKind } from "../operation-kind";
import { openStack, type StackSession } from "../session";
import { ask, openScreen, requireConsent } from "../terminal";
import type { Print } from "./print";

/** `up`. */
export async function up(invocation: Invocation, print: Print): Promise<void> {
  requireConsent(invocation);
  await run("update", invocation, await openStack(invocation), print);
}

/** `refresh`. */
export async function refresh(invocation: Invocation, print: Print): Promise<void> {
  requireConsent(invocation);
  await run("refresh", invocation, await openStack(invocation), print);
}

/** `destroy`. */
export async function destroy(invocation: Invocation, print: Print): Promise<void> {
  requireConsent(invocation);
  const session = await openStack(invocation);
  const { resources } = await session.snapshot();
  const isProtectedKept = invocation.has("exclude-protected");
  const kept = isProtectedKept ? protectedUrns(resources).length : 0;
  const still = `There are still ${kept} protected resources associated with this stack.`;
  if (kept > 0 && kept === resources.length) {
    if (!invocation.has("json")) print(`There were no unprotected resources to destroy. ${still}`);
    return;
  }
  await run("destroy", invocation, session, print);
  // Where it is limited there are others left.
  const isLimited = ["target", "exclude"].some((flag) => invocation.list(flag).length > 0);
  if (isPreview(invocation) || invocation.has("json")) return;
  if (kept > 0) return print(`All unprotected resources were destroyed. ${still}`);
  if (isLimited) return;
  print(
    "The resources in the stack have been deleted, but the history and configuration associated with " +
      "the stack are still maintained. \nIf you want to remove the stack completely, run " +
      `\`pulumi stack rm ${session.ref.stack}\`.`,
  );
}

/** `preview`. */
export async function preview(invocation: Invocation, print: Print): Promise<void> {
  await run("update", invocation, await openStack(invocation), print);
}

/** `import TYPE NAME ID`: takes over what exists, and says what to write in the program for it. */
export async function importResources(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const { resources } = await session.snapshot();
  // The schema of its file is much code that the other commands do not need.
  const { readAdoptions } = await import("../adoptions");
  const adoptions = await readAdoptions(invocation, session.project, resources);
  requireConsent(invocation);
  // The state is read anew, under the lock: another run may have ended since.
  const current = await openStack(invocation);
  await run("import", invocation, current, print, adoptions);
  if (isPreview(invocation) || invocation.text("generate-code") === "false") return;
  await tellProgram(adoptions, invocation, current, print);
}

async function run(
  kind: OperationKind,
  invocation: Invocation,
  session: StackSession,
  print: Print,
  adoptions?: readonly Adoption[],
): Promise<void> {
  // What takes longest is begun first: both go on while the rest of the engine is loaded.
  const program = kind === "update" ? prepareProgram(session.project) : undefined;
  session.prepareSecrets();
  const { Operation } = await import("../operation");
  const screen = await openScreen(invocation);
  const extras = { screen, adoptions, program };
  const operation = new Operation(kind, invocation, session, screen?.print ?? print, extras);
  if (isPreview(invocation)) return operation.preview();
  await operation.execute(
    async () => invocation.has("yes") || ask(`Do you want to perform this ${kind}?`),
  );
}

function isPreview(invocation: Invocation): boolean {
  return invocation.command === "preview" || invocation.has("preview-only");
}

async function tellProgram(
  adoptions: readonly Adoption[],
  invocation: Invocation,
  session: StackSession,
  print: Print,
): Promise<void> {
  const { resources } = await session.snapshot();
  const adopted = adoptions.flatMap(({ type, name, protect }) => {
    const state = resources.find(({ urn }) => urn.endsWith(`${type}::${name}`));
    return state ? [{ type, name, protect, inputs: state.inputs }] : [];
  });
  const { renderProgram } = await import("../../display/program-text");
  const lines = renderProgram(adopted);
  const file = invocation.text("out");
  if (file) return writeFile(file, `${lines.join("\n")}\n`);
  if (invocation.has("json")) return;
  print(`Please copy the following code into your Pulumi application. Not doing so
will cause Pulumi to report that an update will happen on the next update command.
`);
  if (adopted.some(({ protect }) => protect)) {
    print(`Please note that the imported resources are marked as protected. To destroy them
you will need to remove the \`protect\` option and run \`pulumi update\` *before*
the destroy will take effect.
`);
  }
  for (const line of lines) print(line);
}
