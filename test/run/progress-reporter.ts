import { relative } from "node:path";
import type {
  ReportedHookContext,
  TestCase,
  TestModule,
  TestRunEndReason,
  TestSpecification,
  TestSuite,
} from "vitest/node";
import { VerboseReporter } from "vitest/node";

/** How long a test or a hook may go on before a line says so, and again each time. */
const STILL_MS = 30_000;

/**
 * For runs that take minutes: a line for each file at its start and at its end, one for each test, one
 * for what goes on for long, and each failure in full as it happens, since a run may be cut off.
 */
export default class ProgressReporter extends VerboseReporter {
  private readonly began = Date.now();
  private readonly running = new Map<string, { what: string; since: number }>();
  private readonly files = { all: 0, ended: 0 };
  private timer?: NodeJS.Timeout;

  constructor() {
    super({ summary: false });
  }

  override onTestRunStart(specifications: readonly TestSpecification[]): void {
    super.onTestRunStart(specifications);
    this.files.all = specifications.length;
    this.timer = setInterval(() => this.sayWhatGoesOn(), STILL_MS);
  }

  override onTestRunEnd(
    ...args: [readonly TestModule[], readonly never[], TestRunEndReason]
  ): void {
    clearInterval(this.timer);
    super.onTestRunEnd(...args);
  }

  onTestModuleStart(module: TestModule): void {
    this.log(`${this.clock()} ${name(module)}`);
  }

  override onTestModuleEnd(module: TestModule): void {
    super.onTestModuleEnd(module);
    const seconds = Math.round(module.diagnostic().duration / 1000);
    const { files } = this;
    files.ended++;
    this.printErrors(module, name(module));
    this.log(
      `${this.clock()} ${name(module)} took ${seconds} s; ${files.ended} of ${files.all} files`,
    );
  }

  override onTestCaseReady(test: TestCase): void {
    super.onTestCaseReady(test);
    this.begins(test.id, `${name(test.module)} > ${test.fullName}`);
  }

  override onTestCaseResult(test: TestCase): void {
    this.running.delete(test.id);
    super.onTestCaseResult(test);
    this.printErrors(test, `${name(test.module)} > ${test.fullName}`);
  }

  override onTestSuiteResult(suite: TestSuite): void {
    super.onTestSuiteResult(suite);
    this.printErrors(suite, `${name(suite.module)} > ${suite.fullName}`);
  }

  override onHookStart(hook: ReportedHookContext): void {
    super.onHookStart(hook);
    const { entity } = hook;
    const module = entity.type === "module" ? entity : entity.module;
    this.begins(`${entity.id} ${hook.name}`, `${hook.name} of ${name(module)}`);
  }

  override onHookEnd(hook: ReportedHookContext): void {
    super.onHookEnd(hook);
    this.running.delete(`${hook.entity.id} ${hook.name}`);
  }

  private begins(id: string, what: string): void {
    this.running.set(id, { what, since: Date.now() });
  }

  private sayWhatGoesOn(): void {
    for (const { what, since } of this.running.values()) {
      const seconds = Math.round((Date.now() - since) / 1000);
      if (seconds * 1000 >= STILL_MS)
        this.log(`${this.clock()} still in: ${what}, for ${seconds} s`);
    }
  }

  private printErrors(entity: TestModule | TestSuite | TestCase, title: string): void {
    const errors = entity.type === "test" ? entity.result().errors : entity.errors();
    for (const error of errors ?? []) {
      this.error(`FAILED ${title}`);
      this.ctx.logger.printError(error, { project: entity.project });
    }
  }

  /** Minutes and seconds since the run began. */
  private clock(): string {
    const seconds = Math.round((Date.now() - this.began) / 1000);
    return `[${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}]`;
  }
}

const name = (module: TestModule) => relative(process.cwd(), module.moduleId);
