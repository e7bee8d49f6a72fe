import { UnsupportedError, UserError } from "../../errors";
import { containsSecret, type ValueMap } from "../../resource/value";
import type {
  CheckResult,
  CreateResult,
  DiffResult,
  InvokeResult,
  Provider,
  ReadRequest,
  ReadResult,
  UpdateResult,
} from "../provider";

/** The outputs of the stack of this name, as a program writes it. */
export type OutputsOf = (stack: string) => Promise<ValueMap>;

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** The engine's own package, of which it has what programs read: the outputs of other stacks. */
export class StackReferences implements Provider {
  constructor(private readonly outputsOf: OutputsOf) {}

  async configure(): Promise<void> {}

  async read({ type, id, oldInputs }: ReadRequest): Promise<ReadResult> {
    if (type !== STACK_REFERENCE) throw new UnsupportedError(`the resource type ${type}`);
    const { name } = oldInputs;
    if (typeof name !== "string") throw new UserError("the name of a stack has to be a text");
    const outputs = await this.outputsOf(name);
    const secret = Object.keys(outputs).filter((key) => containsSecret(outputs[key] ?? null));
    return { id, inputs: oldInputs, outputs: { name, outputs, secretOutputNames: secret.sort() } };
  }

  async check({ type }: { type: string }): Promise<CheckResult> {
    throw new UnsupportedError(`the resource type ${type}`);
  }

  async diff({ type }: { type: string }): Promise<DiffResult> {
    throw new UnsupportedError(`the resource type ${type}`);
  }

  async create({ type }: { type: string }): Promise<CreateResult> {
    throw new UnsupportedError(`the resource type ${type}`);
  }

  async update({ type }: { type: string }): Promise<UpdateResult> {
    throw new UnsupportedError(`the resource type ${type}`);
  }

  /** Nothing of it exists but in the state. */
  async delete(): Promise<void> {}

  async invoke({ token }: { token: string }): Promise<InvokeResult> {
    throw new UnsupportedError(`the function ${token}`);
  }
}
