import { UnsupportedError, UserError } from "../../errors";
import { containsSecret, type ValueMap } from "../../resource/value";
import type {
  CheckResult,
  CreateResult,
  DiffResult,
  InvokeRequest,
  InvokeResult,
  Provider,
  ReadRequest,
  ReadResult,
  UpdateResult,
} from "../provider";

/** What stacks of the same backend have, by the name that a program gives them. */
export interface OtherStacks {
  outputsOf(stack: string): Promise<ValueMap>;
  /** By URN, the `type` and the `outputs` of each resource. */
  resourcesOf(stack: string): Promise<ValueMap>;
}

const STACK_REFERENCE = "pulumi:pulumi:StackReference";
const READ_RESOURCES = "pulumi:pulumi:readStackResourceOutputs";

/** The engine's own package, of which it has what programs read: what other stacks have. */
export class StackReferences implements Provider {
  constructor(private readonly stacks: OtherStacks) {}

  async configure(): Promise<void> {}

  async read({ type, id, oldInputs }: ReadRequest): Promise<ReadResult> {
    if (type !== STACK_REFERENCE) throw new UnsupportedError(`the resource type ${type}`);
    const { name } = oldInputs;
    if (typeof name !== "string") throw new UserError("the name of a stack has to be a text");
    const outputs = await this.stacks.outputsOf(name);
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

  async invoke({ token, args }: InvokeRequest): Promise<InvokeResult> {
    if (token !== READ_RESOURCES) throw new UnsupportedError(`the function ${token}`);
    const { stackName: name } = args;
    if (typeof name !== "string") throw new UserError("the name of a stack has to be a text");
    return { result: { name, outputs: await this.stacks.resourcesOf(name) } };
  }
}
