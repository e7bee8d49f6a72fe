import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connect } from "../../../../docker/connect";
import { steady } from "../../../steady";
import { lastLines } from "./container-words";

export interface JobRunArgs {
  /** Address of the Docker engine. */
  host: string;
  /** The container to run to its end. A new id makes it run. */
  container: { name: string; id: pulumi.Input<string> };
  /** Another key makes it run, too. */
  key?: pulumi.Input<string>;
  runAgain?: string;
  /** What an error says beside the end of the log. */
  wayOut?: string;
}

interface Inputs {
  host: string;
  container: { name: string; id: string };
  wayOut?: string;
}

/**
 * Starts the container and waits for its end, however long it takes. One that an interrupted `up`
 * left behind is waited for, or has done its work.
 *
 * @throws Error with the exit code and the last log lines, where the code is not 0.
 */
async function runToEnd({ host, container: { name, id }, wayOut }: Inputs): Promise<void> {
  const container = connect(host).getContainer(id);
  const { Running: running, StartedAt: started, ExitCode: code } = await stateOf(container);
  const everRan = !started.startsWith("0001");
  if (everRan && !running && code === 0) return;
  if (!running) await container.start();
  await container.wait();
  const end = await stateOf(container);
  const since = Math.floor(Date.parse(end.StartedAt) / 1000);
  if (end.ExitCode === 0) {
    console.log(`${name} ended well\n${await lastLines(container, since)}`);
    return;
  }
  const why = end.OOMKilled ? " (it ran out of memory)" : "";
  const lines = [
    `the job ${name} ended with exit code ${end.ExitCode}${why}`,
    await lastLines(container, since),
    ...(wayOut === undefined ? [] : [wayOut]),
  ];
  throw new Error(lines.join("\n"));
}

async function stateOf(container: Docker.Container) {
  return (await container.inspect()).State;
}

/**
 * A failed run is not recorded as done, so that the next `up` tries again, where a container that is
 * attached would be recorded whatever its exit code was.
 */
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("JobRun", {
  async create(inputs) {
    await runToEnd(inputs);
    return { id: inputs.container.name, outs: inputs };
  },
  async update(_id, _olds, inputs) {
    await runToEnd(inputs);
    return { outs: inputs };
  },
});

/** Is there only when its container ended with exit code 0. What depends on it starts after that. */
export class JobRun extends pulumi.dynamic.Resource {
  constructor(name: string, args: JobRunArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "JobRun");
  }
}
