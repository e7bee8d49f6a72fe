import type * as pulumi from "@pulumi/pulumi";
import { workloadOf } from "../container-options";
import type { DatabaseConnection } from "../databases/database";
import { TMP_FOLDER, writableVolumes } from "../hardening";
import type { HealthCheck } from "../health-checks";
import type { Role } from "../labels";
import { type Platform, platformOf } from "../platforms";
import type { ServeSpec } from "../platforms/serve-spec";
import { networksOf } from "../platforms/serving";
import type { ContainerOptions, Secrets, Workload } from "../platforms/workload";
import type { VolumeMount } from "../volume-mounts";
import { type SecretEnv, secretEnvironment } from "./secret-env";
import type { ServerName } from "./servers";

/** What every container of an app's image runs with, whatever its command is. */
export interface AppRuntimeArgs
  extends ContainerOptions,
    Pick<ServeSpec, "network" | "dataNetwork" | "replicas" | "rollout"> {
  /** Reference of the app's image: a pushed digest or an id. */
  image: pulumi.Input<string>;
  /** What runs the app: it decides which environment variables say how many workers there are, and the like. */
  server: ServerName;
  /** A folder of the host, as an absolute path, that is mounted on /app for live reload. */
  bindSource?: string;
  /**
   * Volumes and folders of the host, in every container of the app. On a Swarm all of them then run
   * where these are.
   *
   * @default none
   */
  volumes?: VolumeMount[];
  /** Environment variables; `docker inspect` shows them. */
  env?: Record<string, string>;
  /** Files below /run/secrets that only the app's user can read. */
  secrets?: Record<string, pulumi.Input<string>>;
  /**
   * Secret environment variables, which `docker inspect` does not show. The image has to have a /bin/sh.
   *
   * @default none
   */
  secretEnv?: Record<string, pulumi.Input<string>>;
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
  /**
   * The databases that the app reaches; they are healthy before it starts. Of two that give the same
   * variable or the same secret, the later one's holds.
   *
   * @default none
   */
  database?: DatabaseConnection | readonly DatabaseConnection[];
  /**
   * What else has to be there before it starts.
   *
   * @default nothing
   */
  needs?: readonly pulumi.Resource[];
}

/** What a container of the app's image has of its own. */
export interface AppRole extends Pick<ContainerOptions, "restart" | "limits" | "logs"> {
  /** What it is for: `app`, or the name of another part of the stack. */
  role: Role;
  /**
   * What is run with the words of the command; nothing where the list is empty.
   *
   * @default the image's own ENTRYPOINT
   */
  entrypoint?: string[];
  /**
   * Words of the command.
   *
   * @default the image's own; none with an `entrypoint`
   */
  command?: pulumi.Input<string>[];
  /** Environment variables beside the app's. */
  env?: Record<string, pulumi.Input<string>>;
  /** @default the image's own */
  health?: HealthCheck;
  /** Seconds between SIGTERM and SIGKILL. */
  graceSeconds: number;
  /**
   * Names beside its own by which it is reached on its networks.
   *
   * @default none
   */
  aliases?: string[];
}

/** What runs from an app's image: the app itself, and what else has its code, environment and secrets. */
export interface AppRuntime {
  /** What it was made with. */
  readonly args: AppRuntimeArgs;
  /** What it runs on. */
  readonly platform: Platform;
  /** Whether the app's source is mounted, and a change of it is to be felt at once. */
  readonly reloads: boolean;
  /** What has to be there before any of its containers starts. */
  readonly needs: pulumi.Resource[];
  /** A health check, in Docker's words, with the app's secret environment variables. */
  check(tests: string[]): string[];
  /** A container of it in that role; `restart`, `limits` and `logs` are the app's unless it has its own. */
  workload(own: AppRole): Workload;
}

/**
 * What containers of an app's image run with. Its secrets are made once, for all of them.
 *
 * @param name of the app's component.
 */
export function appRuntime(
  name: string,
  args: AppRuntimeArgs,
  parent: pulumi.Resource,
): AppRuntime {
  const platform = platformOf(args);
  const databases = [args.database ?? []].flat();
  const env = {
    ...serverEnv(args, platform),
    ...Object.assign({}, ...databases.map((database) => database.env)),
    ...args.env,
  };
  const hidden = secretEnvOf(name, args, parent);
  const secrets = appSecrets(name, args, databases, hidden?.file, parent);
  const { bindSource, capabilities, hardening, writable = [] } = args;
  const tmpfs = writable.includes(TMP_FOLDER) ? {} : undefined;
  return {
    args,
    platform,
    reloads: bindSource !== undefined,
    needs: [...databases.map(({ ready }) => ready), ...(args.needs ?? [])],
    check: (tests) => hidden?.check(tests) ?? tests,
    workload: ({
      role,
      entrypoint,
      command,
      health,
      env: own,
      graceSeconds,
      aliases,
      ...options
    }) => ({
      ...workloadOf(
        {
          ...args,
          restart: options.restart ?? args.restart,
          limits: options.limits ?? args.limits,
          logs: options.logs ?? args.logs,
        },
        role,
        { graceSeconds, capabilities, tmpfs },
      ),
      image: args.image,
      ...(hidden?.around({ entrypoint, command }) ?? { entrypoint, command }),
      user: args.user,
      env: { ...env, ...own },
      // Python as process 1 ignores SIGTERM.
      init: true,
      health,
      folders: bindSource ? [{ source: bindSource, target: "/app" }] : undefined,
      networks: networksOf(args),
      aliases,
      volumes: [...writableVolumes(hardening, writable), ...(args.volumes ?? [])],
      secrets,
    }),
  };
}

const secretEnvOf = (
  name: string,
  { host, image, secretEnv = {} }: AppRuntimeArgs,
  parent: pulumi.Resource,
): SecretEnv | undefined =>
  Object.keys(secretEnv).length > 0
    ? secretEnvironment(name, { host, image, secretEnv }, parent)
    : undefined;

/** The secrets of the app and of its databases as files; undefined where there are none. */
function appSecrets(
  name: string,
  { id, host, image, user, secrets, ...args }: AppRuntimeArgs,
  databases: readonly DatabaseConnection[],
  hidden: SecretEnv["file"] | undefined,
  parent: pulumi.Resource,
): Secrets | undefined {
  const own = hidden && { [hidden.name]: hidden.content };
  const all = [...databases.map((database) => database.secrets), secrets ?? {}, own ?? {}];
  const uid = user === undefined ? undefined : Number(user.split(":")[0]);
  const files = Object.entries<pulumi.Input<string>>(Object.assign({}, ...all)).map(
    ([file, content]) => ({ name: file, content, uid }),
  );
  if (files.length === 0) return undefined;
  // What serves keeps its secrets until another version has taken over.
  const spec = { id, host, image, role: "app", files, perVersion: true };
  return platformOf(args).secrets(`${name}-secrets`, spec, parent);
}

/** Live reload, and no root-owned bytecode in the developer's folder. */
function serverEnv(args: AppRuntimeArgs, platform: Platform): Record<string, string> {
  const { server, bindSource } = args;
  // The nginx in front of uWSGI is one more.
  const proxies = Number(server === "uwsgi") + Number(isBehindAProxy(args, platform));
  return {
    TRUSTED_PROXIES: String(proxies),
    ...(server === "debug" && { FLASK_DEBUG: "1" }),
    ...(bindSource && { PYTHONDONTWRITEBYTECODE: "1" }),
    ...(bindSource && server === "uwsgi" && { UWSGI_PY_AUTORELOAD: "1" }),
  };
}

/** Whether an edge or a load balancer is in front of the app. */
export const isBehindAProxy = (
  { replicas = 1, rollout }: Pick<AppRuntimeArgs, "replicas" | "rollout">,
  { supports }: Platform,
) => rollout === "rolling" || (replicas > 1 && !supports.balances);
