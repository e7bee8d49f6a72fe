import * as pulumi from "@pulumi/pulumi";
import { containerInputs } from "../container-options";
import { TMP_FOLDER, writableVolumes } from "../hardening";
import { type HealthCheck, healthCheck, httpTest, livenessTest } from "../health-checks";
import { joined } from "../network";
import { recreate } from "../platforms/docker/recreate";
import { rolling } from "../platforms/docker/rolling";
import { deployOnSwarm } from "../platforms/swarm/serve";
import { type Workload, withSecrets } from "../platforms/workload";
import { volumeInputs } from "../volume-mounts";
import { checkTimesOf, networksOf, startPeriodOf, type WebAppArgs } from "./web-app-args";

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

  constructor(name: string, args: WebAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:WebApp", name, {}, opts);
    const { swarm } = args;
    const files = secretFilesOf(args);
    // What serves keeps its secrets until another version has taken over.
    const secrets = { role: "app", files, perVersion: true };
    const workload = withSecrets(`${name}-secrets`, args, secrets, appWorkload(args), this);
    const before = { parent: this, dependsOn: args.database ? [args.database.ready] : [] };
    const deploy = args.rollout === "rolling" ? rolling : recreate;
    const { containers, ready } = swarm
      ? deployOnSwarm(name, args, workload, swarm, before)
      : deploy(name, args, workload, before);
    this.containers = containers;
    this.publishedPort = ready.id.apply(() => args.port);
    this.registerOutputs({ containers: this.containers, publishedPort: this.publishedPort });
  }
}

/** The secrets of the app and of its database as files. */
function secretFilesOf({ user, secrets, database }: WebAppArgs) {
  const uid = user === undefined ? undefined : Number(user.split(":")[0]);
  return Object.entries({ ...database?.secrets, ...secrets }).map(([name, content]) => ({
    name,
    content,
    uid,
  }));
}

/** Swarm knows no edge that drains: a task itself finishes what it has. */
const graceOf = ({ swarm, rollout, drainSeconds = STOP_GRACE_SECONDS }: WebAppArgs) =>
  swarm && rollout === "rolling" ? drainSeconds : STOP_GRACE_SECONDS;

function appWorkload(args: WebAppArgs): Workload {
  const { capabilities, hardening, writable = [] } = args;
  const tmpfs = writable.includes(TMP_FOLDER) ? {} : undefined;
  const env = { ...serverEnv(args), ...args.database?.env, ...args.env };
  return {
    ...containerInputs(args, "app", { graceSeconds: graceOf(args), capabilities, tmpfs }),
    image: args.image,
    command: args.command,
    user: args.user,
    envs: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    // Python as process 1 ignores SIGTERM.
    init: true,
    healthcheck: healthCheckOf(args),
    mounts: args.bindSource
      ? [{ type: "bind", source: args.bindSource, target: "/app" }]
      : undefined,
    networksAdvanced: joined(...networksOf(args)),
    volumes: [...writableVolumes(hardening, writable), ...volumeInputs(args.volumes)],
  };
}

/** Docker's own check, where Docker is to make one. */
function healthCheckOf(args: WebAppArgs): HealthCheck | undefined {
  const { containerPort, healthCommand, healthFrom, healthPath, swarm } = args;
  if (healthFrom === "network") return undefined;
  const asked = { host: args.healthHost, timeout: args.healthTimeout };
  const test = httpTest(containerPort, healthPath, asked);
  const tests = healthCommand ?? (swarm ? livenessTest(test) : test);
  return healthCheck(tests, startPeriodOf(args), checkTimesOf(args));
}

/** Live reload, and no root-owned bytecode in the developer's folder. */
function serverEnv(args: WebAppArgs): Record<string, string> {
  const { server, bindSource, replicas = 1, rollout, swarm } = args;
  const isBehindAProxy = rollout === "rolling" || (replicas > 1 && !swarm);
  const proxies = Number(server === "uwsgi") + Number(isBehindAProxy);
  return {
    TRUSTED_PROXIES: String(proxies),
    ...(server === "debug" && { FLASK_DEBUG: "1" }),
    ...(bindSource && { PYTHONDONTWRITEBYTECODE: "1" }),
    ...(bindSource && server === "uwsgi" && { UWSGI_PY_AUTORELOAD: "1" }),
  };
}
