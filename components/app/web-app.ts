import * as pulumi from "@pulumi/pulumi";
import { type HealthCheck, healthCheck, httpTest, livenessTest } from "../health-checks";
import type { Platform } from "../platforms";
import { checkTimesOf, startPeriodOf } from "../platforms/serving";
import { releaseRun } from "./release-run";
import { type AppRuntime, appRuntime, isBehindAProxy } from "./runtime";
import { serverVariables } from "./servers";
import type { WebAppArgs } from "./web-app-args";

/** nginx in front of uWSGI lets requests in flight finish for 25 s. */
const STOP_GRACE_SECONDS = 30;

/** A Python web app: one container or several, replaced one way or the other. */
export class WebApp extends pulumi.ComponentResource {
  /**
   * Names of the containers by role: `app`, or `app-1`, `app-2`, ... and `balancer`; behind an edge
   * `app-1`, ... and `edge`. On a Swarm names of services: `app`, and `edge` in front.
   */
  readonly containers: Record<string, pulumi.Input<string>>;
  /** The port under which the app answers, once everything is healthy. */
  readonly publishedPort: pulumi.Output<{ address: string; port: number } | undefined>;
  /**
   * What else runs from the app's image gets its environment, secrets, networks and volumes from here. It
   * starts after the release command, and beside a rolling app only once that answers.
   */
  readonly runtime: AppRuntime;
  /** Is there when the app answers. */
  readonly ready: pulumi.CustomResource;

  constructor(name: string, args: WebAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:WebApp", name, {}, opts);
    const runtime = appRuntime(name, args, this);
    const { platform } = runtime;
    const needs = [...runtime.needs, ...releaseRun(name, args, runtime, this)];
    const graceSeconds = graceOf(args, platform);
    const workload = runtime.workload({
      role: "app",
      command: args.command,
      env: { ...serverVariables(args.server, factsOf(args, platform, graceSeconds)), ...args.env },
      graceSeconds,
      ...(args.aliases?.length && { aliases: args.aliases }),
      health: healthOf(args, runtime),
    });
    const before = { parent: this, dependsOn: needs };
    const { containers, ready } = platform.serve(name, workload, args, before);
    this.containers = containers;
    this.ready = ready;
    // A version that does not come up leaves the workers of the one before as they are.
    const isBeside = args.rollout === "rolling";
    this.runtime = { ...runtime, needs: isBeside ? [...needs, ready] : needs };
    this.publishedPort = ready.id.apply(() => args.port);
    this.registerOutputs({ containers: this.containers, publishedPort: this.publishedPort });
  }
}

/** Where no edge drains, a container itself finishes what it has. */
const graceOf = (args: WebAppArgs, { supports }: Platform) =>
  args.rollout === "rolling" && !supports.drains
    ? (args.drainSeconds ?? STOP_GRACE_SECONDS)
    : STOP_GRACE_SECONDS;

/** What the server has to know of its container. */
const factsOf = (args: WebAppArgs, platform: Platform, graceSeconds: number) => ({
  containerPort: args.containerPort,
  limits: args.limits,
  graceSeconds,
  isBehindAProxy: isBehindAProxy(args, platform),
  isReloaded: args.bindSource !== undefined,
});

/** A check over and over, where there is to be one. */
function healthOf(args: WebAppArgs, runtime: AppRuntime): HealthCheck | undefined {
  const { supports } = runtime.platform;
  const { containerPort, healthCommand, healthFrom, healthPath } = args;
  if (healthFrom === "network") return undefined;
  const asked = { host: args.healthHost, timeout: args.healthTimeout };
  const test = httpTest(containerPort, healthPath, asked);
  const own = healthCommand && runtime.check(healthCommand);
  const tests = own ?? (supports.endsUnhealthy ? livenessTest(test) : test);
  return healthCheck(tests, startPeriodOf(args), checkTimesOf(args));
}
