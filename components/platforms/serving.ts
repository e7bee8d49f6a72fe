import type * as pulumi from "@pulumi/pulumi";
import type { Supports } from "../../shared/platforms";
import type { Footprint } from "../footprint";
import { type CheckTimes, checksSeconds } from "../health-checks";
import { nameByChance, nameOf, type StackId } from "../labels";
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
export function networksOf({
  network,
  dataNetwork,
}: Pick<ServeSpec, "network" | "dataNetwork">): pulumi.Input<string>[] {
  return dataNetwork === undefined ? [network] : [network, dataNetwork];
}

/** An app that is served, as far as its footprint depends on it. */
export interface ServedApp {
  id: StackId;
  rollout: ServeSpec["rollout"];
  replicas: number;
  /** Undefined without a domain; whether its certificates are nowhere else. */
  https: { isIssued: boolean } | undefined;
  /** Reference of the image that is in front of an app where anything is. */
  caddyImage: string;
}

/** What an app that is served will have: its own containers, and what is in front of them. */
export function appFootprint(
  { id, rollout, replicas, https, caddyImage }: ServedApp,
  { balances }: Pick<Supports, "balances">,
): Partial<Footprint> {
  const last = `app-${replicas}`;
  if (rollout === "rolling") {
    const certificates = nameOf(id, "certificates");
    const secured = https ? [certificates, nameOf(id, "edge-secrets")] : [];
    return {
      names: [nameOf(id, "edge")],
      // Those behind an edge are named by chance.
      hostNames: [nameByChance(id, last)],
      volumes: [nameOf(id, "routes"), ...secured],
      data: https?.isIssued ? [certificates] : [],
      images: [caddyImage],
    };
  }
  if (replicas === 1) return { names: [nameOf(id, "app")] };
  if (balances) return { names: [nameOf(id, "app")], hostNames: [nameOf(id, last)] };
  const roles = Array.from({ length: replicas }, (_, index) => `app-${index + 1}`);
  return {
    names: ["balancer", ...roles].map((role) => nameOf(id, role)),
    hostNames: [nameOf(id, last)],
    images: [caddyImage],
  };
}
