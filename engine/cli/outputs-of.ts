import { UserError } from "../errors";
import type { ValueMap } from "../resource/value";
import { openSecrets } from "../secrets/passphrase";
import type { StackRef } from "../state/backend";
import type { Snapshot } from "../state/deployment";
import { stackOutputs } from "./open-display";
import type { StackSession } from "./session";
import { passphrase } from "./stack-secrets";

/** The outputs of another stack in the same backend; its secrets have to have the same passphrase. */
export async function outputsOf(session: StackSession, name: string): Promise<ValueMap> {
  return stackOutputs(await snapshotOf(session, name)) ?? {};
}

/**
 * What the state of a stack in the same backend has, by URN: the type and the outputs of each. What an
 * interrupted run was about to create counts, with what was asked for: this one takes it over. The
 * session's own stack has nothing before it is made.
 */
export async function resourcesOf(session: StackSession, name: string): Promise<ValueMap> {
  const { backend, ref } = session;
  const { project, stack } = otherStack(name, ref.project);
  const isOwn = project === ref.project && stack === ref.stack;
  if (isOwn && !(await backend.exists(ref))) return {};
  return livingIn(await snapshotOf(session, name));
}

/** The resources of a state that are there, or may be. */
export function livingIn({ resources, pending }: Snapshot): ValueMap {
  const begun = pending
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => ({ ...resource, outputs: { ...resource.inputs, ...resource.outputs } }));
  const living = [...begun, ...resources.filter((state) => !state.delete)];
  return Object.fromEntries(living.map(({ urn, type, outputs }) => [urn, { type, outputs }]));
}

async function snapshotOf(session: StackSession, name: string): Promise<Snapshot> {
  const { backend } = session;
  const ref = otherStack(name, session.ref.project);
  if (!(await backend.exists(ref))) throw new UserError(`unknown stack "${name}"`);
  const checkpoint = await backend.read(ref);
  const own = await session.secrets();
  const { salt } = checkpoint;
  const secrets = !salt || salt === own.salt ? own : await openSecrets(await passphrase(), salt);
  return checkpoint.open(secrets);
}

/** `STACK` of the same project, or `organization/PROJECT/STACK`. */
function otherStack(name: string, project: string): StackRef {
  const [first = "", second, third, ...more] = name.split("/");
  if (second === undefined) return { project, stack: first };
  if (first !== "organization" || third === undefined || more.length) {
    throw new UserError(
      `"${name}" names no stack: write STACK, or organization/PROJECT/STACK for another project's`,
    );
  }
  return { project: second, stack: third };
}
