import { blankGoal } from "../plan/goal";
import type { ProviderChoice } from "../protocol/monitor";
import type { ResourceState } from "../resource/state";
import { isDefaultProvider, STACK_TYPE } from "../resource/urn";
import type { RunContext } from "./context";
import type { PackageConfig } from "./default-providers";
import { Deployment } from "./deployment";
import { type Interruption, type RunResult, reported, resultOf } from "./run";

/** A resource that exists and is to become the stack's. */
export interface Adoption {
  type: string;
  name: string;
  id: string;
  protect: boolean;
  /** The URN of another parent than the stack. */
  parent: string | undefined;
  provider: ProviderChoice;
}

/** Takes resources into the stack as they are found. Everything else in it stays. */
export async function adoptAll(
  adoptions: readonly Adoption[],
  context: RunContext,
  packageConfig: PackageConfig,
  interruption: Interruption,
): Promise<RunResult> {
  const { journal, emit } = context;
  const previous: ResourceState[] = journal.snapshot().resources;
  const deployment = new Deployment(context, previous, packageConfig);
  const { executor } = deployment;
  interruption.onStop(() => executor.stop());
  for (const state of previous) {
    if (isDefaultProvider(state.urn)) continue;
    emit({
      kind: "step-done",
      step: { action: "same", old: state, new: state },
      state,
      seconds: 0,
    });
  }
  await reported(async () => {
    const stack = await stackUrn(deployment, previous, context);
    const goals = await Promise.all(
      adoptions.map(({ type, name, id, protect, parent = stack, provider }) => {
        const goal = { ...blankGoal(type, name, {}), importId: id, protect, parent };
        return deployment.withProvider(goal, provider, previous);
      }),
    );
    // In a state everything comes after what it needs: what is taken over comes last.
    journal.keepRest();
    await Promise.all(goals.map((goal) => deployment.adopt(goal)));
  }, executor);
  await executor.idle();
  await journal.flush();
  return resultOf(executor);
}

/** Resources belong to a stack, which a stack without any does not have yet. */
async function stackUrn(
  deployment: Deployment,
  previous: readonly ResourceState[],
  { project, stack }: RunContext,
): Promise<string> {
  const known = previous.find(({ type, delete: old }) => type === STACK_TYPE && !old);
  if (known) return known.urn;
  const goal = { ...blankGoal(STACK_TYPE, `${project}-${stack}`, {}), custom: false };
  const unneeded = { ref: "", version: "", pluginDownloadUrl: "" };
  return (await deployment.register(goal, unneeded, {})).state.urn;
}
