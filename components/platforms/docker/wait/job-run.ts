import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connect } from "../../../../docker/connect";
import { TIMEOUT_LABEL } from "../../../labels";
import { steady } from "../../../steady";
import { runningOnce } from "../../once";
import { lastLines } from "./container-report";
import { showLog } from "./shown-log";

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
 * Starts the container, shows what it writes, and waits for its end: however long it takes, or as long as
 * its label allows. One that an interrupted `up` left behind is waited for, or has done its work.
 *
 * @throws Error with the exit code and the last log lines, where the code is not 0.
 */
async function runToEnd({ host, container: { name, id }, wayOut }: Inputs): Promise<void> {
  const container = connect(host).getContainer(id);
  const { Running: running, StartedAt: started, ExitCode: code } = await runStateOf(container);
  const everRan = !started.startsWith("0001");
  if (everRan && !running && code === 0) return;
  if (!running) await container.start();
  const { State: begun, Config: config } = await container.inspect();
  const since = Math.floor(Date.parse(begun.StartedAt) / 1000);
  const open = () => container.logs({ follow: true, stdout: true, stderr: true, since });
  const shown = showLog(open, name, `docker logs ${name}`);
  const seconds = Number(config.Labels?.[TIMEOUT_LABEL] ?? 0);
  const isLate = await hasToBeEnded(container, seconds);
  const isShown = await shown();
  const end = await runStateOf(container);
  if (end.ExitCode === 0) {
    console.log(
      [`${name} ended well`, ...(isShown ? [] : [await lastLines(container, since)])].join("\n"),
    );
    return;
  }
  const why = end.OOMKilled ? " (it ran out of memory)" : "";
  const lines = [
    isLate
      ? `the job ${name} went on for more than ${seconds} s, all that it may take, and was killed`
      : `the job ${name} ended with exit code ${end.ExitCode}${why}`,
    await lastLines(container, since),
    ...(wayOut === undefined ? [] : [wayOut]),
  ];
  throw new Error(lines.join("\n"));
}

/**
 * Waits for the end of the container, and kills it after so many seconds: who ends by a signal of their
 * own choice may have the exit code 0, which the next `up` would take for the end of the work.
 *
 * @param seconds 0 is no limit.
 */
async function hasToBeEnded(container: Docker.Container, seconds: number): Promise<boolean> {
  let isLate = false;
  const kill = () => {
    isLate = true;
    // Fails where it has just ended.
    container.kill().catch(() => undefined);
  };
  const timer = seconds > 0 ? setTimeout(kill, seconds * 1000) : undefined;
  await container.wait();
  clearTimeout(timer);
  return isLate;
}

async function runStateOf(container: Docker.Container) {
  return (await container.inspect()).State;
}

/** A run of its own: a container that the docker provider attaches to is recorded whatever its exit code is. */
const runs = runningOnce(({ container }: Inputs) => container.name, runToEnd);
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("JobRun", runs);

/** Is there only when its container ended with exit code 0. What depends on it starts after that. */
export class JobRun extends pulumi.dynamic.Resource {
  constructor(name: string, args: JobRunArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "JobRun");
  }
}
