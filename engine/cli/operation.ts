import { hasDefaultProvider } from "../config/config";
import type { Display } from "../display/display";
import { hasChanges } from "../display/summary";
import type { Changes } from "../display/words";
import { EXIT, ReportedError, UserError } from "../errors";
import { adoptAll } from "../execute/adopt";
import type { RunContext } from "../execute/context";
import type { RunEvent } from "../execute/events";
import { settlePending } from "../execute/pending";
import { destroyAll, type RunResult, refreshAll, runProgram } from "../execute/run";
import { engineService, type LogMessage } from "../protocol/engine-service";
import { prepareProgram, type WaitingProgram } from "../protocol/program";
import { LocalServer } from "../protocol/server";
import type { ProviderPool } from "../providers/pool";
import { ProviderRegistry } from "../providers/registry";
import { Journal } from "../state/journal";
import { acquireLock } from "../state/lock";
import { commitOf } from "./commit";
import type { Invocation } from "./flags";
import { Interrupt } from "./interrupt";
import { openDisplay, stackState } from "./open-display";
import type { OperationKind } from "./operation-kind";
import type { OperationExtras, Phase } from "./operation-parts";
import { keepHistory, openPool, programInfo, saverOf } from "./operation-parts";
import { tellPlan } from "./plan-listener";
import { runOptions, startingPoint } from "./run-options";
import { packageConfig, type StackSession } from "./session";
import { changeSince, type Findings, foundNothing, isChange, takeOver } from "./take-over";
import { Timings } from "./timings";

/** One command on one stack: a preview, and where wanted what it announced. */
export class Operation {
  private readonly interrupt = new Interrupt((line) => this.print(line));
  private sink: (message: LogMessage) => void = () => {};
  /** Processes for the programs of the phases to come, one each. */
  private readonly programs: WaitingProgram[] = [];
  private readonly timings = new Timings();
  /** What goes on before the next phase. */
  private before = "wrapper and engine";
  /** Whether the present phase is a preview that an update may follow. */
  private isActedOn = false;

  constructor(
    private readonly kind: OperationKind,
    private readonly invocation: Invocation,
    private readonly session: StackSession,
    private readonly print: (line: string) => void,
    private readonly extras: OperationExtras = {},
  ) {
    if (extras.program) this.programs.push(extras.program);
  }

  /** The program of this phase. */
  private program(): WaitingProgram {
    return this.programs.pop() ?? prepareProgram(this.session.project);
  }

  /** Makes the next phase's program ready, once it is known that there is something for it to do. */
  private expectChanges(event: RunEvent): void {
    const { isActedOn, programs, session } = this;
    if (isActedOn && programs.length === 0 && isChange(event)) {
      programs.push(prepareProgram(session.project));
    }
  }

  /** Shows what the operation would do, and changes nothing. */
  async preview(): Promise<void> {
    await this.withProviders(async (pool) => {
      const { changes, events } = await this.phase(pool, true);
      await tellPlan(events, this.print);
      this.expectNoChanges(changes);
    }).finally(() => this.timings.tell());
  }

  /** Does the operation, after a preview unless that is to be left out. */
  async execute(confirm: () => Promise<boolean>): Promise<void> {
    const { backend, ref } = this.session;
    const lock = await acquireLock(backend.lockFolder(ref), this.print);
    try {
      await this.withProviders(async (pool) => {
        const preview = this.invocation.has("skip-preview") ? undefined : await this.ahead(pool);
        try {
          if (preview) await tellPlan(preview.events, this.print);
          if (preview && !(await confirm()))
            throw new UserError("confirmation declined, not proceeding with the operation", {
              exitCode: EXIT.declined,
            });
          await this.recorded(pool, await this.unchanged(preview?.findings));
        } finally {
          preview?.findings?.program.kill();
        }
      });
    } finally {
      await lock.release();
      this.interrupt.dispose();
      this.timings.tell();
    }
  }

  /** Findings that still hold; undefined where the program has to run again. */
  private async unchanged(findings: Findings | undefined): Promise<Findings | undefined> {
    if (!findings || this.interrupt.wasAsked) return undefined;
    const change = await changeSince(findings, this.session);
    if (change === undefined) return findings;
    if (process.env.BERTH_DEBUG) process.stderr.write(`the program runs again: ${change}\n`);
    return undefined;
  }

  /** The preview before an update. */
  private async ahead(pool: ProviderPool): Promise<Phase> {
    this.isActedOn = this.kind === "update";
    const phase = await this.phase(pool, true);
    this.isActedOn = false;
    this.expectNoChanges(phase.changes);
    return phase;
  }

  private expectNoChanges(changes: Changes): void {
    if (!this.invocation.has("expect-no-changes") || !hasChanges(changes)) return;
    throw new UserError("no changes were expected but changes were proposed", {
      exitCode: EXIT.unexpectedChanges,
    });
  }

  private async withProviders(work: (pool: ProviderPool) => Promise<void>): Promise<void> {
    const server = await LocalServer.start([engineService((message) => this.sink(message))]);
    const log = (message: LogMessage) => this.sink(message);
    const pool = openPool(this.session, server.address, log);
    this.interrupt.onStop(() => pool.cancel());
    try {
      await work(pool);
    } finally {
      await pool.close();
      server.stop();
      for (const program of this.programs) program.kill();
    }
  }

  /** Does it for good: with the state's copy before, and history and backup after. */
  private async recorded(pool: ProviderPool, findings?: Findings): Promise<void> {
    const { backend, ref } = this.session;
    const startTime = Math.floor(Date.now() / 1000);
    await backend.keepPrevious(ref);
    const committed = commitOf(this.session.project.root);
    let changes: Changes = {};
    let failed = true;
    try {
      ({ changes, failed } = await this.phase(pool, false, findings));
    } catch (error) {
      if (!(error instanceof ReportedError)) throw error;
    } finally {
      const ended = { changes, failed, commit: await committed };
      await keepHistory(this.kind, this.session, this.invocation, startTime, ended);
    }
    if (failed) throw new ReportedError(`${this.kind} failed`);
    this.expectNoChanges(changes);
  }

  /**
   * @param findings of the preview before, which are taken over instead of running the program.
   */
  private async phase(pool: ProviderPool, preview: boolean, findings?: Findings): Promise<Phase> {
    const { project, ref } = this.session;
    this.timings.begin(preview ? "preview" : this.kind, this.before);
    this.before = "the question, and a second look at what the preview saw";
    const snapshot = startingPoint(await this.session.snapshot(), this.invocation);
    // A setting that cannot be read is told before anything is shown of the run.
    if (this.kind === "update" || this.kind === "import") await this.session.config();
    const display = await openDisplay(preview, snapshot, {
      kind: this.kind,
      invocation: this.invocation,
      session: this.session,
      screen: this.extras.screen,
      print: this.print,
    });
    const events: RunEvent[] = [];
    const emit = (event: RunEvent) => {
      this.timings.note(event);
      this.expectChanges(event);
      if (preview) events.push(event);
      display.handle(event);
    };
    this.sink = (message) => emit({ kind: "log", ...message });
    const journal = new Journal(
      findings?.end ?? snapshot,
      preview ? undefined : await saverOf(this.session),
    );
    const context: RunContext = {
      stack: ref.stack,
      project: project.name,
      options: runOptions(this.kind, this.invocation, preview, snapshot),
      journal,
      providers: new ProviderRegistry(pool, preview),
      emit,
      abort: this.interrupt.abort,
    };
    const { failed, stepFailed, program, asked } = findings
      ? await takeOver(findings, context)
      : await this.run(context, display);
    const { wasAsked } = this.interrupt;
    if (stepFailed || (failed && wasAsked)) {
      const message = `${preview ? "preview" : this.kind} ${wasAsked ? "canceled" : "failed"}`;
      emit({ kind: "log", severity: "error", message, urn: "", ephemeral: false });
    }
    this.timings.end();
    display.finish(failed);
    if (!preview) Object.assign(await this.session.snapshot(), journal.snapshot());
    if (failed) {
      program?.kill();
      if (preview || wasAsked) throw new ReportedError(`${this.kind} failed`);
    }
    const { changes } = display;
    if (!program) return { changes, failed, events };
    const found = { program, asked, events, start: snapshot, end: journal.snapshot() };
    if (foundNothing(found, this.invocation)) return { changes, failed, events, findings: found };
    program.kill();
    return { changes, failed, events };
  }

  private async run(context: RunContext, display: Display): Promise<RunResult> {
    // Relative paths in a program are the project's, wherever the command was typed.
    process.chdir(this.session.project.root);
    await settlePending(context);
    if (this.kind === "destroy") {
      if (this.invocation.has("refresh")) {
        const refreshed = await refreshAll(context, this.interrupt);
        if (refreshed.failed) return refreshed;
      }
      return destroyAll(context, this.interrupt);
    }
    if (this.kind === "refresh" || this.invocation.has("refresh")) {
      display.countRefreshes = this.kind === "refresh";
      const refreshed = await refreshAll(context, this.interrupt);
      if (this.kind === "refresh") {
        const state = stackState(context.journal.snapshot());
        if (state) context.emit({ kind: "outputs", state });
      }
      if (this.kind === "refresh" || refreshed.failed) return refreshed;
    }
    const config = await this.session.config();
    const configOf = (pkg: string) =>
      hasDefaultProvider(config, pkg) ? packageConfig(config, pkg) : undefined;
    if (this.kind === "import") {
      return adoptAll(this.extras.adoptions ?? [], context, configOf, this.interrupt);
    }
    const info = { ...programInfo(this.session, config, context), isActedOn: this.isActedOn };
    return runProgram(this.program(), info, context, configOf, this.interrupt);
  }
}
