import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";

import { UserError } from "../../errors";
import { openSecrets } from "../../secrets/passphrase";
import { qualifiedName } from "../../state/backend";
import { type Checkpoint, parseExport } from "../../state/deployment";
import { readNamed } from "../../state/files";
import { withLock } from "../../state/lock";
import type { Invocation } from "../flags";
import { openStack, type StackSession } from "../session";
import { passphrase } from "../stack-secrets";
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
  const text = await textOf(invocation.text("file"));
  const exported = readExport(text, invocation.text("file") ?? "the standard input");
  const snapshot = (await readable(exported, session)).open(await session.secrets());
  const foreign = snapshot.resources.find(
    ({ urn }) => !urn.startsWith(`urn:pulumi:${ref.stack}::`),
  );
  if (foreign && !invocation.has("force")) {
    throw new UserError(
      `resource '${foreign.urn}' is not in the stack '${ref.stack}'; importing with --force accepts it`,
    );
  }
  await withLock(backend.lockFolder(ref), print, async () => {
    await session.keepSalt();
    await backend.keepPrevious(ref);
    await backend.write(ref, (await session.writer()).checkpoint(qualifiedName(ref), snapshot));
  });
  print("Import complete.");
}

/** What a file or the standard input has. */
async function textOf(file: string | undefined): Promise<string> {
  return file === undefined ? readFileSync(0, "utf8") : readNamed(file);
}

function readExport(text: string, source: string): Checkpoint {
  try {
    return parseExport(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(
      `${source} cannot be imported: ${error.message}; accepted: what \`pulumi stack export\` writes`,
    );
  }
}

/** State whose secrets another salt encrypted, decrypted with it and made to fit this stack. */
async function readable(checkpoint: Checkpoint, session: StackSession): Promise<Checkpoint> {
  const { salt } = checkpoint;
  if (!salt || salt === (await session.secrets()).salt) return checkpoint;
  const other = await openSecrets(await passphrase(), salt);
  return { salt, open: () => checkpoint.open(other) };
}
