import { createInterface } from "node:readline/promises";

import { EXIT, UserError } from "../../errors";
import type { Invocation } from "../flags";
import { Operation, type OperationKind } from "../operation";
import { openStack } from "../session";
import type { Print } from "./print";

const VERBS: Record<OperationKind, string> = {
  update: "perform this update",
  refresh: "perform this refresh",
  destroy: "perform this destroy",
};

/** `up`, `refresh` and `destroy`. */
export async function operate(kind: OperationKind, invocation: Invocation, print: Print) {
  const session = await openStack(invocation);
  const isPreviewless = invocation.has("skip-preview");
  const interactive =
    process.stdin.isTTY && process.stdout.isTTY && !invocation.has("non-interactive");
  if (!invocation.has("yes") && !isPreviewless && !interactive) {
    throw new UserError(
      "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode",
      { exitCode: EXIT.notInteractive },
    );
  }
  const operation = new Operation(kind, invocation, session, print);
  await operation.execute(
    async () => invocation.has("yes") || ask(`Do you want to ${VERBS[kind]}?`),
  );
  if (kind !== "destroy") return;
  print(
    "The resources in the stack have been deleted, but the history and configuration associated with " +
      "the stack are still maintained. \nIf you want to remove the stack completely, run " +
      `\`pulumi stack rm ${session.ref.stack}\`.`,
  );
}

/** `preview`. */
export async function preview(invocation: Invocation, print: Print): Promise<void> {
  await new Operation("update", invocation, await openStack(invocation), print).preview();
}

/** Asks for a word of consent. */
export async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} (yes/no) `)).trim());
  } finally {
    terminal.close();
  }
}
