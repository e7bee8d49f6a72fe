import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { orAlready } from "../../../docker/already";
import { connect } from "../../../docker/connect";
import { acting } from "../../acting";
import { steady } from "../../steady";
import { lastLines } from "./wait/container-report";

/** A container that ran before the stack. */
export interface FormerContainer {
  name: string;
  /** Seconds that it has to end by itself. */
  graceSeconds: number;
}

/** A volume that is made ready once nobody uses it any more. */
export interface Preparation {
  volume: string;
  /** Reference of an image that the engine has. */
  image: string;
  /** Where it has the volume. */
  folder: string;
  /** Number of the user that it runs as. */
  user: number;
  /** A shell script. */
  script: string;
  env: Readonly<Record<string, string>>;
}

export interface TakeOverArgs {
  /** Address of the Docker engine. */
  host: string;
  /** Stopped wave by wave, those of one at once. */
  waves: readonly (readonly FormerContainer[])[];
  /** @default none */
  prepare?: readonly Preparation[];
  /** The command that goes back to them. */
  wayBack: string;
}

const namesIn = ({ waves }: Pick<TakeOverArgs, "waves">) =>
  waves.flatMap((wave) => wave.map(({ name }) => name));

/**
 * Stops those that run, and keeps Docker from starting any of them with its own next start.
 *
 * @throws Error with what broke off, once those that ran run again.
 */
async function takeOver(args: TakeOverArgs): Promise<void> {
  const docker = connect(args.host);
  const stopped: (() => Promise<unknown>)[] = [];
  try {
    for (const wave of args.waves) {
      await Promise.all(wave.map((one) => stop(docker, one, stopped)));
    }
    for (const one of args.prepare ?? []) await prepare(docker, one);
  } catch (error) {
    for (const startAgain of stopped.reverse()) await startAgain();
    throw error;
  }
  if (stopped.length > 0) {
    console.log(
      `stopped, and left as they are: ${namesIn(args).join(", ")}; to go back to them: ${args.wayBack}`,
    );
  }
}

async function stop(
  docker: Docker,
  { name, graceSeconds }: FormerContainer,
  stopped: (() => Promise<unknown>)[],
): Promise<void> {
  const container = docker.getContainer(name);
  const { State, HostConfig } = await container.inspect();
  const policy = HostConfig.RestartPolicy ?? { Name: "no" };
  if (policy.Name && policy.Name !== "no") {
    await container.update({ RestartPolicy: { Name: "no" } });
    stopped.push(() => container.update({ RestartPolicy: policy }));
  }
  if (!State.Running) return;
  stopped.push(() => orAlready(container.start()));
  await container.stop({ t: graceSeconds });
}

/**
 * Runs the script in a container that has nothing but the volume. Where that is in use once the former
 * containers are stopped, it is by the stack itself, and was made ready long ago.
 */
async function prepare(docker: Docker, one: Preparation): Promise<void> {
  const { volume, image, folder, user, script, env } = one;
  const users = await docker.listContainers({ filters: { volume: [volume] } });
  if (users.length > 0) return;
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: ["sh", "-c", script],
    Cmd: [],
    User: String(user),
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    HostConfig: { Binds: [`${volume}:${folder}`], NetworkMode: "none" },
  });
  try {
    await container.start();
    const { StatusCode: code } = await container.wait();
    if (code === 0) return;
    throw new Error(
      `the volume ${volume} could not be made ready for this stack; ${await lastLines(container)}`,
    );
  } finally {
    await container.remove({ v: true, force: true });
  }
}

/** Those that were not taken over before. */
function newIn(olds: TakeOverArgs, news: TakeOverArgs): TakeOverArgs {
  const before = new Set(namesIn(olds));
  const ready = new Set((olds.prepare ?? []).map(({ volume }) => volume));
  return {
    ...news,
    waves: news.waves.map((wave) => wave.filter(({ name }) => !before.has(name))),
    prepare: (news.prepare ?? []).filter(({ volume }) => !ready.has(volume)),
  };
}

const provider: pulumi.dynamic.ResourceProvider<TakeOverArgs, TakeOverArgs> = steady("TakeOver", {
  ...acting<TakeOverArgs>(
    (inputs) => namesIn(inputs).join(" ") || "none",
    (inputs, olds) => takeOver(olds ? newIn(olds, inputs) : inputs),
  ),
  /** An image of another version is no other volume. */
  async diff(_id, olds, news) {
    const { waves, prepare = [] } = newIn(olds, news);
    const fewer = namesIn(olds).some((name) => !namesIn(news).includes(name));
    return { changes: fewer || waves.flat().length > 0 || prepare.length > 0 };
  },
  async delete(_id, props) {
    const names = namesIn(props).join(" ");
    if (names) console.log(`Stopped when this stack took their place, and still there: ${names}`);
  },
});

/** Is there once the containers that ran before are stopped, and the data of each is ready for what follows. */
export class TakeOver extends pulumi.dynamic.Resource {
  constructor(name: string, args: TakeOverArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "TakeOver");
  }
}
