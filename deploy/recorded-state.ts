import * as pulumi from "@pulumi/pulumi";
import type { Recorded, State } from "./checks/recorded";

/** What the engine answers for a stack: by URN, the type and the outputs of each resource. */
interface Answer {
  outputs?: Record<string, Omit<Recorded, "urn">>;
}

/**
 * What the state of this stack has, as the run began: nothing else tells a program whether something on
 * the Docker engine is its own.
 *
 * @returns undefined where the engine does not know the question, or the backend cannot answer it.
 */
export async function recordedState(): Promise<State> {
  const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  try {
    const answer: Answer = await pulumi.runtime.invoke(
      "pulumi:pulumi:readStackResourceOutputs",
      { stackName },
      { async: true },
    );
    const { outputs } = answer;
    return outputs && Object.entries(outputs).map(([urn, resource]) => ({ urn, ...resource }));
  } catch {
    return undefined;
  }
}
