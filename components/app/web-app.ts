import * as pulumi from "@pulumi/pulumi";
import { workloadOf } from "../container-options";
import { TMP_FOLDER, writableVolumes } from "../hardening";
import { type HealthCheck, healthCheck, httpTest, livenessTest } from "../health-checks";
import { type Platform, platformOf } from "../platforms";
import { checkTimesOf, networksOf, startPeriodOf } from "../platforms/serving";
import type { Workload } from "../platforms/workload";
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

  constructor(name: string, args: WebAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:WebApp", name, {}, opts);
    const platform = platformOf(args);
    const image = args.image;
    const files = secretFilesOf(args);
    // What serves keeps its secrets until another version has taken over.
    const spec = { id: args.id, host: args.host, image, role: "app", files, perVersion: true };
    const secrets = files.length > 0 ? platform.secrets(`${name}-secrets`, spec, this) : undefined;
    const workload = { ...appWorkload(args, platform), secrets };
    const before = { parent: this, dependsOn: args.database ? [args.database.ready] : [] };
    const { containers, ready } = platform.serve(name, workload, args, before);
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

/** Where no edge drains, a container itself finishes what it has. */
const graceOf = (args: WebAppArgs, { supports }: Platform) =>
  args.rollout === "rolling" && !supports.drains
    ? (args.drainSeconds ?? STOP_GRACE_SECONDS)
    : STOP_GRACE_SECONDS;

function appWorkload(args: WebAppArgs, platform: Platform): Workload {
  const { bindSource, capabilities, hardening, writable = [] } = args;
  const tmpfs = writable.includes(TMP_FOLDER) ? {} : undefined;
  const kind = { graceSeconds: graceOf(args, platform), capabilities, tmpfs };
  return {
    ...workloadOf(args, "app", kind),
    image: args.image,
    command: args.command,
    user: args.user,
    env: { ...serverEnv(args, platform), ...args.database?.env, ...args.env },
    // Python as process 1 ignores SIGTERM.
    init: true,
    health: healthOf(args, platform),
    folders: bindSource ? [{ source: bindSource, target: "/app" }] : undefined,
    networks: networksOf(args),
    volumes: [...writableVolumes(hardening, writable), ...(args.volumes ?? [])],
  };
}

/** A check over and over, where there is to be one. */
function healthOf(args: WebAppArgs, { supports }: Platform): HealthCheck | undefined {
  const { containerPort, healthCommand, healthFrom, healthPath } = args;
  if (healthFrom === "network") return undefined;
  const asked = { host: args.healthHost, timeout: args.healthTimeout };
  const test = httpTest(containerPort, healthPath, asked);
  const tests = healthCommand ?? (supports.endsUnhealthy ? livenessTest(test) : test);
  return healthCheck(tests, startPeriodOf(args), checkTimesOf(args));
}

/** Live reload, and no root-owned bytecode in the developer's folder. */
function serverEnv(args: WebAppArgs, { supports }: Platform): Record<string, string> {
  const { server, bindSource, replicas = 1, rollout } = args;
  const isBehindAProxy = rollout === "rolling" || (replicas > 1 && !supports.balances);
  const proxies = Number(server === "uwsgi") + Number(isBehindAProxy);
  return {
    TRUSTED_PROXIES: String(proxies),
    ...(server === "debug" && { FLASK_DEBUG: "1" }),
    ...(bindSource && { PYTHONDONTWRITEBYTECODE: "1" }),
    ...(bindSource && server === "uwsgi" && { UWSGI_PY_AUTORELOAD: "1" }),
  };
}
