import { DockerProvider } from "../../../../engine/providers/docker";
import { PartialFailure, type PropertyMap } from "../../../../engine/providers/provider";
import { revealMap } from "../../../../engine/resource/secrecy";

/** A resource that a test has made. */
export interface Made {
  type: string;
  name: string;
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
}

/** Drives the provider as the engine does, and removes what it has made whatever happens. */
export class Stack {
  readonly logs: string[] = [];
  private readonly provider = new DockerProvider();
  private readonly made: Made[] = [];

  configure(config: PropertyMap = {}): Promise<void> {
    return this.provider.configure(config);
  }

  async check(kind: string, name: string, news: PropertyMap, olds?: PropertyMap) {
    const randomSeed = Buffer.from(`${process.pid} ${name}`);
    const { inputs, failures } = await this.provider.check({
      ...this.request(kind, name),
      olds,
      news,
      randomSeed,
    });
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    return revealMap(inputs);
  }

  async create(kind: string, name: string, news: PropertyMap): Promise<Made> {
    const inputs = await this.check(kind, name, news);
    const request = { ...this.request(kind, name), inputs, preview: false };
    try {
      return this.remember(kind, name, inputs, await this.provider.create(request));
    } catch (error) {
      if (error instanceof PartialFailure) this.remember(kind, name, inputs, error);
      throw error;
    }
  }

  /** Looks for what a creation with these inputs left that nobody saw the end of. */
  async recover(kind: string, name: string, news: PropertyMap, preview = false) {
    const inputs = await this.check(kind, name, news);
    const found = await this.provider.recover({ ...this.request(kind, name), inputs, preview });
    return found && this.remember(kind, name, inputs, found);
  }

  async diff(made: Made, news: PropertyMap) {
    const inputs = await this.check(made.type, made.name, news, made.inputs);
    const request = {
      ...this.request(made.type, made.name),
      ...this.olds(made),
      ignoreChanges: [],
    };
    return this.provider.diff({ ...request, news: inputs });
  }

  async update(made: Made, news: PropertyMap): Promise<void> {
    const inputs = await this.check(made.type, made.name, news, made.inputs);
    const request = {
      ...this.request(made.type, made.name),
      ...this.olds(made),
      ignoreChanges: [],
    };
    const { outputs } = await this.provider.update({ ...request, inputs, preview: false });
    Object.assign(made, { inputs, outputs: revealMap(outputs) });
  }

  async read(made: Made) {
    const read = await this.provider.read({
      ...this.request(made.type, made.name),
      ...this.olds(made),
    });
    return read && { ...read, outputs: revealMap(read.outputs), inputs: revealMap(read.inputs) };
  }

  async delete(made: Made): Promise<void> {
    await this.provider.delete({ ...this.request(made.type, made.name), ...this.olds(made) });
  }

  /** Removes everything, the latest first. */
  async clean(): Promise<void> {
    for (const made of this.made.reverse()) await this.delete(made);
  }

  private remember(
    type: string,
    name: string,
    inputs: PropertyMap,
    { id, outputs }: { id: string; outputs: Parameters<typeof revealMap>[0] },
  ): Made {
    const made = { type, name, id, inputs, outputs: revealMap(outputs) };
    this.made.push(made);
    return made;
  }

  private olds({ id, inputs, outputs }: Made) {
    return { id, oldInputs: inputs, oldOutputs: outputs };
  }

  private request(kind: string, name: string) {
    const type = kind.includes(":")
      ? kind
      : `docker:index/${kind[0]?.toLowerCase()}${kind.slice(1)}:${kind}`;
    const log = (_severity: string, message: string) => void this.logs.push(message);
    return {
      urn: `urn:pulumi:test::it::${type}::${name}`,
      type,
      name,
      log,
      signal: new AbortController().signal,
    };
  }
}
