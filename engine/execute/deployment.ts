import { messageOf, ReportedError, UserError } from "../errors";
import { type Goal, inheriting } from "../plan/goal";
import {
  GET_RESOURCE,
  type Monitor,
  type ProviderChoice,
  type ReadGoal,
  type Registration,
} from "../protocol/monitor";
import { withVersion } from "../providers/registry";
import { concealKeys, markSecrets, reveal, revealMap } from "../resource/secrecy";
import { blankState, type ResourceState } from "../resource/state";
import { formatProviderRef, isProviderType, makeUrn, packageOf, STACK_TYPE } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import type { RunContext } from "./context";
import { DefaultProviders, type PackageConfig } from "./default-providers";
import { Executor } from "./executor";
import { Planner } from "./planner";

/** One run of a program against a stack: what its registrations lead to. */
export class Deployment implements Monitor {
  readonly executor: Executor;
  readonly planner: Planner;
  /** The resources as they are now, by URN. */
  private readonly news = new Map<string, ResourceState>();
  private readonly goals = new Map<string, Goal>();
  private readonly componentProviders = new Map<string, Record<string, string>>();
  private readonly defaults: DefaultProviders;
  private readonly open = new Set<Promise<unknown>>();
  /** Wait for the run's end, which tells how much of the stack there is. */
  private stackOutputs: { known: ResourceState; outputs: ValueMap } | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private end: () => void = () => {};
  /** Resolves when the program said that it is done, or when the run cannot go on. */
  readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });
  /** The program said that it is done. */
  isFinished = false;
  /** A function that the program asked for, and whose answer may be another one by now. */
  asked: string | undefined;

  constructor(
    private readonly context: RunContext,
    private readonly previous: readonly ResourceState[],
    packageConfig: PackageConfig,
  ) {
    this.executor = new Executor(context);
    this.defaults = new DefaultProviders(packageConfig, async (goal) =>
      formatProviderRef((await this.run(goal)).state),
    );
    this.planner = new Planner(context, previous, () => this.executor.obstruct());
  }

  /** The program registered its stack, which every program does first. */
  get hasStack(): boolean {
    return [...this.goals.values()].some(({ type }) => type === STACK_TYPE);
  }

  async register(
    goal: Goal,
    provider: ProviderChoice,
    providers: Record<string, string>,
  ): Promise<Registration> {
    const registration = await this.track(this.registerInherited(goal, provider));
    if (!goal.custom) this.componentProviders.set(registration.state.urn, providers);
    return registration;
  }

  private async registerInherited(goal: Goal, provider: ProviderChoice): Promise<Registration> {
    const inherited = inheriting(goal, this.goals.get(goal.parent ?? ""));
    if (!goal.custom) return this.run(inherited);
    if (isProviderType(goal.type)) {
      const inputs = withVersion(goal.inputs, provider.version, provider.pluginDownloadUrl);
      return this.run({ ...inherited, inputs, provider: "" });
    }
    return this.run({ ...inherited, provider: await this.providerFor(inherited, provider) });
  }

  /** The goal with the provider that will manage the resource, which is put into service. */
  async withProvider(goal: Goal, choice: ProviderChoice, olds: Iterable<ResourceState>) {
    const provider = await this.providerFor(goal, choice);
    await this.context.providers.ensure(provider, olds);
    return { ...goal, provider };
  }

  /** Takes a resource over as it is found: there is no program yet that it could be compared with. */
  async adopt(goal: Goal): Promise<void> {
    await this.executor.run(this.planner.planAdoption(goal));
  }

  private async providerFor(goal: Goal | ReadGoal, choice: ProviderChoice): Promise<string> {
    if (choice.ref) return choice.ref;
    const pkg = packageOf(goal.type);
    const inherited = this.inheritedProvider(pkg, goal.parent);
    if (inherited) return inherited;
    const { stack, project } = this.context;
    const urn = makeUrn(stack, project, goal.parent, goal.type, goal.name);
    return this.defaults.of(pkg, choice, urn);
  }

  inheritedProvider(pkg: string, parent: string | undefined): string {
    for (let urn = parent; urn; urn = this.goals.get(urn)?.parent) {
      const ref = this.componentProviders.get(urn)?.[pkg];
      if (ref) return ref;
    }
    return "";
  }

  /** Plans in turn, then executes beside the others. */
  private async run(goal: Goal): Promise<Registration> {
    const plan = await this.inTurn(async () => {
      if (this.executor.isStopped) throw new ReportedError("the run is ending");
      const first = await this.planner.plan(goal);
      if (!("importSteps" in first)) return first;
      const { state, failed } = await this.executor.run(first.importSteps);
      if (failed || !state) return { urn: first.urn, steps: [], state: undefined };
      return { ...(await first.resume(state)), state };
    });
    const imported = "state" in plan ? plan.state : undefined;
    if (plan.steps.some(({ action }) => action !== "same")) {
      this.context.providers.expectChanges(this.previous);
    }
    const outcome = await this.executor.run(plan.steps);
    const state = outcome.state ?? imported;
    if (outcome.failed || !state) {
      if (!this.context.options.continueOnError) throw new ReportedError(`${plan.urn} failed`);
      return { state: blankState(plan.urn, goal.type, goal.custom), failed: true, unknown: false };
    }
    this.news.set(state.urn, state);
    this.goals.set(state.urn, goal);
    return {
      state,
      failed: false,
      unknown: plan.steps.some((step) => step.action === "skip-create"),
    };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => {});
    return result;
  }

  async registerOutputs(urn: string, outputs: ValueMap): Promise<void> {
    const known = this.news.get(urn);
    if (!known) return;
    if (known.type === STACK_TYPE) this.stackOutputs = { known, outputs };
    else await this.setOutputs(known, outputs);
  }

  /** Of a run that failed, an output that is not there may only not have come to be yet. */
  async finishStack(): Promise<void> {
    if (!this.stackOutputs) return;
    const { known, outputs } = this.stackOutputs;
    const before = this.executor.failed ? this.context.journal.latest(known).outputs : {};
    await this.setOutputs(known, { ...before, ...outputs });
  }

  private async setOutputs(known: ResourceState, outputs: ValueMap): Promise<void> {
    const { journal, emit } = this.context;
    const state = { ...journal.latest(known), outputs };
    this.news.set(state.urn, state);
    await this.track(journal.replace(known, state));
    emit({ kind: "outputs", state });
  }

  read(goal: ReadGoal, provider: ProviderChoice): Promise<ResourceState> {
    return this.track(this.readNow(goal, provider));
  }

  private async readNow(goal: ReadGoal, choice: ProviderChoice): Promise<ResourceState> {
    const provider = await this.providerFor(goal, choice);
    const { stack, project } = this.context;
    const urn = makeUrn(stack, project, goal.parent, goal.type, goal.name);
    const next: ResourceState = {
      ...blankState(urn, goal.type, true),
      id: goal.id,
      inputs: goal.inputs,
      parent: goal.parent,
      external: true,
      dependencies: goal.dependencies,
      provider,
      additionalSecretOutputs: goal.additionalSecretOutputs,
      sourcePosition: goal.sourcePosition,
      stackTrace: goal.stackTrace,
    };
    const steps = await this.inTurn(async () => this.planner.planRead(next));
    const { state, failed } = await this.executor.run(steps);
    if (failed || !state) throw new ReportedError(`${urn} could not be read`);
    this.news.set(urn, state);
    return state;
  }

  async invoke(token: string, args: ValueMap, choice: ProviderChoice) {
    const ref = choice.ref || (await this.defaults.of(packageOf(token), choice, token));
    if (token === GET_RESOURCE) return this.knownResource(String(reveal(args.urn ?? "")));
    // What the states have is known to be as it was.
    if (packageOf(token) !== "pulumi") this.asked ??= token;
    const provider = await this.context.providers.get(ref);
    const answer = await provider.invoke({ token, args: revealMap(args) });
    if ("failures" in answer) return answer;
    return { result: concealKeys(markSecrets(answer.result, args), []) };
  }

  /** What a program gets that was handed a resource by its URN. */
  private knownResource(urn: string): { result: ValueMap } {
    const known = this.news.get(urn);
    if (!known) {
      throw new UserError(
        `invocation of ${GET_RESOURCE} returned an error: unknown resource ${urn}`,
      );
    }
    const { id, provider, outputs } = this.context.journal.latest(known);
    return { result: { urn, id, provider, state: outputs } };
  }

  /** The program has nothing more to register. */
  async finished(): Promise<void> {
    while (this.open.size) await Promise.allSettled([...this.open]);
    this.isFinished = true;
    this.end();
  }

  /** Ends the run because of something that is not a failed step. */
  fail(error: unknown): void {
    if (!(error instanceof ReportedError)) {
      const message = messageOf(error);
      this.context.emit({ kind: "log", severity: "error", message, urn: "", ephemeral: false });
    }
    this.executor.failed = true;
    this.executor.stop();
    this.end();
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.open.add(work);
    const settle = () => this.open.delete(work);
    work.then(settle, settle);
    return work;
  }
}
