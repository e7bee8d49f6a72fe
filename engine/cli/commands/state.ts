import { UserError } from "../../errors";
import { qualifiedName } from "../../state/backend";
import type { Snapshot } from "../../state/deployment";
import { withMark, withNewName, withoutResources } from "../../state/edit";
import { withLock } from "../../state/lock";
import type { Invocation } from "../flags";
import { openStack } from "../session";
import { ask, isInteractive } from "../terminal";
import type { Print } from "./print";

/** `state delete URN...`: the state forgets resources, which are left as they are. */
export async function forget(invocation: Invocation, print: Print): Promise<void> {
  const urns = requiredUrns(invocation);
  const options = {
    targetDependents: invocation.has("target-dependents"),
    force: invocation.has("force"),
  };
  await edit(invocation, print, (snapshot) =>
    urns
      ? withoutResources(snapshot, urns, options)
      : withoutResources(snapshot, allUrns(snapshot), options),
  );
  const many = urns ? `${urns.length} resources deleted` : "Resources deleted";
  print(urns?.length === 1 ? "Resource deleted" : many);
}

/** `state protect URN...`. */
export async function protect(invocation: Invocation, print: Print): Promise<void> {
  await setMark(invocation, print, { protect: true }, "protected");
}

/** `state unprotect URN...`. */
export async function unprotect(invocation: Invocation, print: Print): Promise<void> {
  await setMark(invocation, print, { protect: false }, "unprotected");
}

/** `state taint URN...`: the next update replaces them. */
export async function taint(invocation: Invocation, print: Print): Promise<void> {
  await setMark(invocation, print, { taint: true }, "tainted");
}

/** `state untaint URN...`. */
export async function untaint(invocation: Invocation, print: Print): Promise<void> {
  await setMark(invocation, print, { taint: false }, "untainted");
}

async function setMark(
  invocation: Invocation,
  print: Print,
  mark: Parameters<typeof withMark>[2],
  word: string,
): Promise<void> {
  const urns = requiredUrns(invocation);
  await edit(invocation, print, (snapshot) => withMark(snapshot, urns, mark));
  print(urns ? `${urns.length} resources ${word}` : `All resources ${word}`);
}

/** `state rename URN NAME`. */
export async function rename(invocation: Invocation, print: Print): Promise<void> {
  const [urn, name] = invocation.args;
  if (!urn || !name) throw new UserError("missing arguments: pulumi state rename 'URN' NAME");
  await edit(invocation, print, (snapshot) => withNewName(snapshot, urn, name));
  print("Resource renamed");
}

/** The resources that are named; undefined for all of them. */
function requiredUrns(invocation: Invocation): string[] | undefined {
  const { args, command } = invocation;
  if (invocation.has("all")) {
    if (args.length > 0) throw new UserError(`--all goes without the URN ${args[0]}`);
    return undefined;
  }
  if (args.length === 0) {
    throw new UserError(
      `missing a resource's URN: pulumi ${command} 'URN'; \`pulumi stack --show-urns\` lists them`,
    );
  }
  return args;
}

const allUrns = ({ resources }: Snapshot) => [...new Set(resources.map(({ urn }) => urn))];

/** Writes the state with a change in it, under the stack's lock, with the one before as its backup. */
async function edit(
  invocation: Invocation,
  print: Print,
  change: (snapshot: Snapshot) => Snapshot,
): Promise<void> {
  const session = await openStack(invocation);
  const { backend, ref } = session;
  if (!invocation.has("yes") && isInteractive(invocation)) {
    const question = `This will edit the state of the stack '${ref.stack}' directly. Do you want to go on?`;
    if (!(await ask(question))) throw new UserError("confirmation declined");
  }
  await withLock(backend.lockFolder(ref), print, async () => {
    const snapshot = change(await session.snapshot());
    const writer = await session.writer();
    await backend.keepPrevious(ref);
    await backend.write(ref, writer.checkpoint(qualifiedName(ref), snapshot));
  });
}
