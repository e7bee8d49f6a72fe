import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { connect } from "../../../docker/connect";
import { orMissing } from "../../../docker/missing";
import { acting } from "../../acting";
import { steady } from "../../steady";
import type { Workload } from "../workload";

export interface PidsLimitArgs {
  /** Address of the Docker engine. */
  host: string;
  /** Id of the container. */
  container: pulumi.Input<string>;
  /** Greatest number of processes and threads. */
  pids: number;
}

interface Inputs {
  host: string;
  container: string;
  pids: number;
}

/** Times that Docker may take a container for one that runs, whose process is gone. */
const TRIES = 20;
const PAUSE_MS = 100;

/**
 * `PidsLimit` is not among the fields of dockerode's types, but of the API's since version 1.40. Docker
 * notes it for the next start of a container that has ended, and fails where it ends that very moment: why
 * it ended is for a gate to say.
 */
async function limit({ host, container: id, pids }: Inputs): Promise<void> {
  const container = connect(host).getContainer(id);
  for (let tries = 1; ; tries++) {
    try {
      await container.update({ PidsLimit: pids });
      return;
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 500 || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

const UNLIMITED = -1;

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("PidsLimit", {
  ...acting<Inputs>(({ container }) => container, limit),
  /** One that somebody changed has to be set again. */
  async read(id, state) {
    if (!state) return {};
    const inspected = await orMissing(connect(state.host).getContainer(state.container).inspect());
    return inspected?.HostConfig.PidsLimit === state.pids ? { id, props: state } : {};
  },
  /** Most often the container was replaced, and is gone. */
  async delete(_id, state) {
    await orMissing(limit({ ...state, pids: UNLIMITED }));
  },
});

/** A limit of processes and threads for a container; the docker provider has no input for it. */
export class PidsLimit extends pulumi.dynamic.Resource {
  constructor(name: string, args: PidsLimitArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "PidsLimit");
  }
}

/** Gives a container the limit that its workload has, if there is one. What needs it depends on these. */
export function limitPids(
  name: string,
  container: docker.Container,
  { host, limits }: Pick<Workload, "host" | "limits">,
  parent: pulumi.Resource,
): PidsLimit[] {
  const pids = limits?.pids;
  if (pids === undefined) return [];
  const args = { host, container: container.id, pids };
  return [new PidsLimit(`${name}-pids`, args, { parent })];
}
