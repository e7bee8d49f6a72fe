import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";

import { UserError } from "../../errors";
import { openSecrets } from "../../secrets/passphrase";
import { qualifiedName } from "../../state/backend";
import { type Checkpoint, parseExport } from "../../state/deployment";
import { withLock } from "../../state/lock";
import type { Invocation } from "../flags";
import { openStack, passphrase, type StackSession } from "../session";
import type { Print } from "./print";

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
  await withLock(backend.lockFolder(ref), print, async () => {
    await backend.keepPrevious(ref);
    await backend.write(ref, (await session.writer()).checkpoint(qualifiedName(ref), snapshot));
  });
  print("Import complete.");
}

/** State whose secrets another salt encrypted, decrypted with it and made to fit this stack. */
async function readable(checkpoint: Checkpoint, session: StackSession): Promise<Checkpoint> {
  const { salt } = checkpoint;
  if (!salt || salt === (await session.secrets()).salt) return checkpoint;
  const other = await openSecrets(await passphrase(), salt);
  return { salt, open: () => checkpoint.open(other) };
}
