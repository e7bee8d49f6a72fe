import type {
  CheckRequest,
  CheckResult,
  CreateRequest,
  CreateResult,
  DeleteRequest,
  DiffRequest,
  DiffResult,
  InvokeRequest,
  InvokeResult,
  PropertyMap,
  Provider,
  ReadRequest,
  ReadResult,
  UpdateRequest,
  UpdateResult,
} from "../provider";
import { compareInputs } from "./answers";

/**
 * The provider of dynamic resources. Its process takes longer to start than a run in which nothing
 * changes, so it is started for the first question that a resource's own code has to answer.
 */
export class DynamicProvider implements Provider {
  private config: PropertyMap = {};
  private started: Promise<Provider> | undefined;
  private configured: Promise<Provider> | undefined;
  private isCancelled = false;

  constructor(private readonly start: () => Promise<Provider>) {}

  /** Starts the process, so that nobody has to wait for it later. */
  warm(): void {
    // Whoever needs it will be told what went wrong.
    this.process().catch(() => {});
  }

  async checkConfig(_urn: string, _olds: PropertyMap | undefined, inputs: PropertyMap) {
    return { inputs, failures: [] };
  }

  async diffConfig(_urn: string, olds: PropertyMap, news: PropertyMap): Promise<DiffResult> {
    return compareInputs(olds, news);
  }

  async configure(config: PropertyMap): Promise<void> {
    this.config = config;
  }

  async check(request: CheckRequest): Promise<CheckResult> {
    if (!mayHave("check", request.news)) return { inputs: request.news, failures: [] };
    return (await this.running()).check(request);
  }

  async diff(request: DiffRequest): Promise<DiffResult> {
    if (!mayHave("diff", request.news)) return compareInputs(request.oldInputs, request.news);
    return (await this.running()).diff(request);
  }

  async create(request: CreateRequest): Promise<CreateResult> {
    return (await this.running()).create(request);
  }

  async read(request: ReadRequest): Promise<ReadResult | undefined> {
    return (await this.running()).read(request);
  }

  async update(request: UpdateRequest): Promise<UpdateResult> {
    return (await this.running()).update(request);
  }

  async delete(request: DeleteRequest): Promise<void> {
    if (mayHave("delete", request.oldOutputs)) await (await this.running()).delete(request);
  }

  async invoke(request: InvokeRequest): Promise<InvokeResult> {
    return (await this.running()).invoke(request);
  }

  /** A step that has begun may start the process only afterwards: it has to hear of it as well. */
  cancel(): void {
    this.isCancelled = true;
    // One that could not be started has been told of.
    this.started?.then((provider) => provider.cancel?.()).catch(() => {});
  }

  async close(): Promise<void> {
    await (await this.started)?.close?.();
  }

  private process(): Promise<Provider> {
    this.started ??= this.start().then((provider) => {
      if (this.isCancelled) provider.cancel?.();
      return provider;
    });
    return this.started;
  }

  private running(): Promise<Provider> {
    this.configured ??= this.process().then(async (provider) => {
      await provider.configure(this.config);
      return provider;
    });
    return this.configured;
  }
}

/** `var __provider = {create: __f1, read: __f2};`, as Pulumi writes an object that was made in place. */
const METHODS = /^var __provider = \{([^{}]*)\};$/m;

/** Whether a resource's own code may have a say in a run that changes nothing. */
export const isAskedInAnyRun = (inputs: PropertyMap): boolean =>
  mayHave("check", inputs) || mayHave("diff", inputs);

/** Whether a resource's own code may have a method; false only where that is certain. */
function mayHave(method: string, { __provider: code }: PropertyMap): boolean {
  const methods = typeof code === "string" ? METHODS.exec(code)?.[1] : undefined;
  return methods === undefined || new RegExp(`\\b${method}:`).test(methods);
}
