import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerOptions, containerInputs } from "./container-options";
import type { DatabaseConnection } from "./database";
import { writableVolumes } from "./hardening";
import { CHECKS_SECONDS, healthCheck, httpTest } from "./health-checks";
import { HealthGate } from "./health-gate";
import { nameOf } from "./labels";
import { loadBalancer } from "./load-balancer";
import { joined } from "./network";
import { limitPids } from "./pids-limit";
import { publish } from "./ports";
import { SecretFiles } from "./secret-files";
import { type VolumeMount, volumeInputs } from "./volume-mounts";

export interface WebAppArgs extends ContainerOptions {
  /** Reference of the app's image: a pushed digest or an id. */
  image: pulumi.Input<string>;
  /** Name of the network that the app joins. */
  network: pulumi.Input<string>;
  /**
   * Name of the network that its database is on, where that is another one.
   *
   * @default none
   */
  dataNetwork?: pulumi.Input<string>;
  /** Flask's debug server, or nginx with uWSGI. */
  server: "debug" | "uwsgi";
  /** The port that the app listens on. */
  containerPort: number;
  /**
   * Where the host publishes it.
   *
   * @default not published
   */
  port?: { address: string; port: number };
  /** A folder of the host, as an absolute path, that is mounted on /app for live reload. */
  bindSource?: string;
  /**
   * Volumes and folders of the host, in every container of the app.
   *
   * @default none
   */
  volumes?: VolumeMount[];
  /** Environment variables; `docker inspect` shows them. */
  env?: Record<string, string>;
  /** Files below /run/secrets that only the app's user can read. */
  secrets?: Record<string, pulumi.Input<string>>;
  /**
   * Words of the command.
   *
   * @default the image's own
   */
  command?: string[];
  /**
   * `UID` or `UID:GID`.
   *
   * @default the image's own
   */
  user?: string;
  /**
   * Capabilities that it keeps where they are dropped, such as `NET_RAW`.
   *
   * @default none
   */
  capabilities?: string[];
  /**
   * Folders of the image that it may write to where its root is read-only, beside /tmp.
   *
   * @default none
   */
  writable?: string[];
  /** Path that answers with a status below 400 when the app is ready. */
  healthPath: string;
  /**
   * How many containers run. From two on, a load balancer holds the port.
   *
   * @default 1
   */
  replicas?: number;
  /**
   * Reference of the Caddy image that the load balancer runs.
   *
   * @default "caddy:2"
   */
  balancerImage?: string;
  /** The database that the app reaches; it is healthy before the app starts. */
  database?: DatabaseConnection;
}

/** nginx in front of uWSGI lets requests in flight finish for 25 s. */
const STOP_GRACE_SECONDS = 30;
const START_SECONDS = 60;

/** A Python web app: one container, or several behind a load balancer. */
export class WebApp extends pulumi.ComponentResource {
  /** Names of the containers by role: `app`, or `app-1`, `app-2`, ... and `balancer`. */
  readonly containers: Record<string, string>;
  /** The port under which the app answers, once everything is healthy. */
  readonly publishedPort: pulumi.Output<{ address: string; port: number } | undefined>;

  constructor(name: string, args: WebAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:WebApp", name, {}, opts);
    const { id, host, port, containerPort } = args;
    const replicas = args.replicas ?? 1;
    const secrets = secretFilesOf(name, args, this);
    const inputs = appInputs(args, secrets);
    const dependsOn = args.database ? [args.database.ready] : [];

    /** The one that holds the host's port is `name`: when another kind of container takes the port
     * over, it is a replacement of the same resource, and the old one lets go of the port first. */
    const started: { role: string; container: docker.Container }[] = [];
    const start = (role: string, resource: string, published: typeof port) => {
      const container = new docker.Container(
        resource,
        { ...inputs, name: nameOf(id, role), ports: publish(containerPort, published) },
        { parent: this, dependsOn, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
      );
      started.push({ role, container });
      limitPids(resource, container, args, this);
    };
    if (replicas === 1) {
      start("app", name, port);
    } else {
      const roles = Array.from({ length: replicas }, (_, index) => `app-${index + 1}`);
      for (const role of roles) start(role, `${name}-${role.slice("app-".length)}`, undefined);
      const upstreams = roles.map((role) => `${nameOf(id, role)}:${containerPort}`);
      const balancer = loadBalancer(
        name,
        { ...args, image: args.balancerImage ?? "caddy:2", limits: undefined, upstreams },
        { parent: this, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
      );
      started.push({ role: "balancer", container: balancer });
      limitPids(name, balancer, { ...args, limits: undefined }, this);
    }
    const gate = new HealthGate(
      `${name}-healthy`,
      {
        host,
        containers: started.map(({ role, container }) => ({
          name: nameOf(id, role),
          id: container.id,
        })),
        timeoutSeconds: START_SECONDS + CHECKS_SECONDS,
      },
      { parent: this },
    );

    this.containers = Object.fromEntries(started.map(({ role }) => [role, nameOf(id, role)]));
    this.publishedPort = gate.id.apply(() => port);
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

/** What every container of the app is given. */
function appInputs(args: WebAppArgs, secrets: SecretFiles | undefined) {
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
    healthcheck: healthCheck(httpTest(args.containerPort, args.healthPath), START_SECONDS),
    mounts: args.bindSource
      ? [{ type: "bind", source: args.bindSource, target: "/app" }]
      : undefined,
    networksAdvanced: joined(args.network, args.dataNetwork),
    volumes: [
      ...writableVolumes(hardening, writable),
      ...volumeInputs(args.volumes),
      ...(secrets ? [secrets.volume] : []),
    ],
  } satisfies Partial<docker.ContainerArgs>;
}

/** Live reload, and no root-owned bytecode in the developer's folder. */
function serverEnv({ server, bindSource, replicas = 1 }: WebAppArgs): Record<string, string> {
  const proxies = Number(server === "uwsgi") + Number(replicas > 1);
  return {
    TRUSTED_PROXIES: String(proxies),
    ...(server === "debug" && { FLASK_DEBUG: "1" }),
    ...(bindSource && { PYTHONDONTWRITEBYTECODE: "1" }),
    ...(bindSource && server === "uwsgi" && { UWSGI_PY_AUTORELOAD: "1" }),
  };
}
