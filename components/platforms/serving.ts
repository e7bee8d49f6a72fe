import type * as pulumi from "@pulumi/pulumi";
import { type CheckTimes, checksSeconds } from "../health-checks";
import type { ServeSpec } from "./serve-spec";
import type { ContainerLimits, ContainerOptions } from "./workload";

const START_SECONDS = 60;

/** How often the app is checked. */
export const checkTimesOf = (args: ServeSpec): CheckTimes => ({
  interval: args.healthInterval,
  timeout: args.healthTimeout,
  retries: args.healthRetries,
});

/** How long the app may take to be healthy, or to be found unhealthy, in seconds. */
export const readySecondsOf = (args: ServeSpec) =>
  startPeriodOf(args) + checksSeconds(checkTimesOf(args));

/** The app's start period, in seconds. */
export const startPeriodOf = ({ startPeriod = START_SECONDS }: ServeSpec) => startPeriod;

/**
 * What stands before an app's containers is limited where they are; by how much does not change with
 * them, since nothing of it is to be replaced then.
 */
export const limitsInFront = ({ limits }: ContainerOptions): ContainerLimits | undefined =>
  limits?.cpus || limits?.memory ? { cpus: 1, memory: 512 } : undefined;

/** Names of the networks that the app's containers are on. */
export function networksOf({ network, dataNetwork }: ServeSpec): pulumi.Input<string>[] {
  return dataNetwork === undefined ? [network] : [network, dataNetwork];
}
