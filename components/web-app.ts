import * as pulumi from "@pulumi/pulumi";
import { containerInputs } from "./container-options";
import { writableVolumes } from "./hardening";
import { healthCheck, httpTest } from "./health-checks";
import { joined } from "./network";
import { recreate } from "./recreate";
import { rolling } from "./rolling";
import { SecretFiles } from "./secret-files";
import { volumeInputs } from "./volume-mounts";
import { type AppInputs, networksOf, startPeriodOf, type WebAppArgs } from "./web-app-args";

/** nginx in front of uWSGI lets requests in flight finish for 25 s. */
const STOP_GRACE_SECONDS = 30;

/** A Python web app: one container or several, replaced one way or the other. */
export class WebApp extends pulumi.ComponentResource {
  /**
   * Names of the containers by role: `app`, or `app-1`, `app-2`, ... and `balancer`; behind an edge
   * `app-1`, ... and `edge`.
   */
  readonly containers: Record<string, pulumi.Input<string>>;
  /** The port under which the app answers, once everything is healthy. */
  readonly publishedPort: pulumi.Output<{ address: string; port: number } | undefined>;

  constructor(name: string, args: WebAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:WebApp", name, {}, opts);
    const inputs = appInputs(args, secretFilesOf(name, args, this));
    const deploy = args.rollout === "rolling" ? rolling : recreate;
    const { containers, ready } = deploy(name, args, inputs, {
      parent: this,
      dependsOn: args.database ? [args.database.ready] : [],
    });
    this.containers = containers;
    this.publishedPort = ready.id.apply(() => args.port);
    this.registerOutputs({ containers: this.containers, publishedPort: this.publishedPort });
  }
}

/** The secrets of the app and of its database as files; none where there are none. */
function secretFilesOf(
  name: string,
  { id, host, image, user, secrets, database }: WebAppArgs,
  parent: pulumi.Resource,
): SecretFiles | undefined {
  const uid = user === undefined ? undefined : Number(user.split(":")[0]);
  const files = Object.entries({ ...database?.secrets, ...secrets }).map(([name, content]) => ({
    name,
    content,
    uid,
  }));
  if (files.length === 0) return undefined;
  return new SecretFiles(`${name}-secrets`, { id, host, role: "app", image, files }, { parent });
}

function appInputs(args: WebAppArgs, secrets: SecretFiles | undefined): AppInputs {
  const { capabilities, hardening, writable } = args;
  const common = containerInputs(args, "app", { graceSeconds: STOP_GRACE_SECONDS, capabilities });
  const env = { ...serverEnv(args), ...args.database?.env, ...args.env };
  return {
    ...common,
    image: args.image,
    labels: secrets ? [...common.labels, secrets.label] : common.labels,
    command: args.command,
    user: args.user,
    envs: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    // Python as process 1 ignores SIGTERM.
    init: true,
    healthcheck: healthCheck(httpTest(args.containerPort, args.healthPath), startPeriodOf(args)),
    mounts: args.bindSource
      ? [{ type: "bind", source: args.bindSource, target: "/app" }]
      : undefined,
    networksAdvanced: joined(...networksOf(args)),
    volumes: [
      ...writableVolumes(hardening, writable),
      ...volumeInputs(args.volumes),
      ...(secrets ? [secrets.volume] : []),
    ],
  };
}

/** Live reload, and no root-owned bytecode in the developer's folder. */
function serverEnv(args: WebAppArgs): Record<string, string> {
  const { server, bindSource, replicas = 1, rollout } = args;
  const proxies = Number(server === "uwsgi") + Number(replicas > 1 || rollout === "rolling");
  return {
    TRUSTED_PROXIES: String(proxies),
    ...(server === "debug" && { FLASK_DEBUG: "1" }),
    ...(bindSource && { PYTHONDONTWRITEBYTECODE: "1" }),
    ...(bindSource && server === "uwsgi" && { UWSGI_PY_AUTORELOAD: "1" }),
  };
}
