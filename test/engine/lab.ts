import type { RunContext, RunOptions } from "../../engine/execute/context";
import { deleteAll } from "../../engine/execute/deletions";
import { Deployment } from "../../engine/execute/deployment";
import type { RunEvent } from "../../engine/execute/events";
import { reported } from "../../engine/execute/run";
import { blankGoal, type Goal } from "../../engine/plan/goal";
import { subject } from "../../engine/plan/step";
import { Targets } from "../../engine/plan/targets";
import type { Registration } from "../../engine/protocol/monitor";
import { ProviderPool } from "../../engine/providers/pool";
import type { Provider } from "../../engine/providers/provider";
import { ProviderRegistry } from "../../engine/providers/registry";
import type { ResourceState } from "../../engine/resource/state";
import { parseUrn, STACK_TYPE } from "../../engine/resource/urn";
import type { ValueMap } from "../../engine/resource/value";
import type { PendingOperation, Snapshot } from "../../engine/state/deployment";
import { Journal } from "../../engine/state/journal";

const CHOICE = { ref: "", version: "", pluginDownloadUrl: "" };

/** Accepts everything, replaces what has another `key`, and keeps nothing. */
export const TEST_PROVIDER: Provider = {
  configure: async () => {},
  check: async ({ news }) => ({ inputs: news, failures: [] }),
  diff: async ({ oldInputs, news }) => {
    const diffs = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])].filter(
      (key) => JSON.stringify(oldInputs[key]) !== JSON.stringify(news[key]),
    );
    const replaces = diffs.filter((key) => key === "key");
    const deleteBeforeReplace = news.deleteFirst === true;
    return { changes: diffs.length > 0, replaces, deleteBeforeReplace, diffs };
  },
  create: async ({ inputs, name, preview }) => ({
    id: preview ? "" : `id-${name}`,
    outputs: inputs,
  }),
  read: async ({ id, oldInputs }) => ({ id, inputs: oldInputs, outputs: oldInputs }),
  update: async ({ inputs }) => ({ outputs: inputs }),
  delete: async () => {},
  invoke: async () => ({ result: {} }),
};

/** What a run did, `action name` for each step in the order of its end. */
export interface LabRun {
  steps: string[];
  failed: boolean;
  messages: string[];
}

/** A stack in memory, with a provider `test` that answers as the test wants. */
export class Lab {
  resources: ResourceState[] = [];
  pending: PendingOperation[] = [];

  constructor(private readonly providers: Record<string, Provider> = { test: TEST_PROVIDER }) {}

  state(name: string): ResourceState | undefined {
    return this.resources.find(({ urn }) => parseUrn(urn).name === name);
  }

  /** Runs a program, then deletes what it did not register. */
  async run(program: (lab: LabProgram) => Promise<void>, given: LabOptions = {}): Promise<LabRun> {
    const events: RunEvent[] = [];
    const { targets = [], excludes = [], replace = [], ...rest } = given;
    const options: RunOptions = {
      preview: false,
      parallel: 8,
      targetDependents: false,
      excludeDependents: false,
      continueOnError: false,
      ...rest,
      targets: new Targets(targets),
      excludes: new Targets(excludes),
      replace: new Targets(replace),
    };
    const save = async ({ resources, pending }: Snapshot) => {
      Object.assign(this, { resources, pending });
    };
    const journal = new Journal({ resources: this.resources, pending: this.pending }, save);
    const pool = new ProviderPool({
      builtIns: Object.fromEntries(
        Object.entries({ pulumi: TEST_PROVIDER, ...this.providers }).map(([name, provider]) => [
          name,
          () => provider,
        ]),
      ),
      project: { name: "lab", runtimeOptions: {} },
      ...{ engineAddress: "", folder: "", print: () => {} },
    });
    const context: RunContext = {
      ...{ stack: "dev", project: "lab", options, journal },
      providers: new ProviderRegistry(pool, options.preview),
      emit: (event) => void events.push(event),
      abort: new AbortController().signal,
    };
    const previous = this.resources;
    const deployment = new Deployment(context, previous, () => ({}));
    const { executor, planner } = deployment;
    await reported(async () => {
      const stack = await deployment.register(
        { ...blankGoal(STACK_TYPE, "lab-dev", {}), custom: false },
        CHOICE,
        {},
      );
      await program(new LabProgram(deployment, stack.state.urn));
      await deleteAll(planner.leftovers(), previous, context, executor);
    }, executor);
    await executor.idle();
    await journal.flush();
    return {
      steps: events.flatMap((event) => described(event)),
      failed: executor.failed,
      messages: events.flatMap((event) =>
        event.kind === "log" || event.kind === "step-failed" ? [event.message] : [],
      ),
    };
  }
}

type LabOptions = Partial<Omit<RunOptions, "targets" | "excludes" | "replace">> & {
  targets?: string[];
  excludes?: string[];
  replace?: string[];
};

/** What the program of a lab can do. */
export class LabProgram {
  constructor(
    readonly deployment: Deployment,
    private readonly stack: string,
  ) {}

  thing(name: string, inputs: ValueMap = {}, options: Partial<Goal> = {}): Promise<Registration> {
    const goal = { ...blankGoal("test:index:Thing", name, inputs), parent: this.stack, ...options };
    return this.deployment.register(goal, CHOICE, {});
  }

  provider(name: string, inputs: ValueMap, pkg = "test"): Promise<Registration> {
    const goal = blankGoal(`pulumi:providers:${pkg}`, name, inputs);
    return this.deployment.register({ ...goal, parent: this.stack }, CHOICE, {});
  }

  read(name: string, id: string, inputs: ValueMap = {}): Promise<ResourceState> {
    const goal = { type: "test:index:Thing", name, id, inputs, parent: this.stack };
    return this.deployment.read({ ...goal, dependencies: [], additionalSecretOutputs: [] }, CHOICE);
  }
}

/** The URN of a lab's thing. */
export const thingUrn = (name: string) => `urn:pulumi:dev::lab::test:index:Thing::${name}`;

function described(event: RunEvent): string[] {
  if (event.kind !== "step-done" && event.kind !== "step-failed") return [];
  const { name, type } = parseUrn(subject(event.step).urn);
  if (type === STACK_TYPE || name.startsWith("default")) return [];
  const failed = event.kind === "step-failed" ? " failed" : "";
  return [`${event.step.action} ${name}${failed}`];
}
