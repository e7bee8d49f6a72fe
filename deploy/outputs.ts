import type * as pulumi from "@pulumi/pulumi";
import type {
  AppImage,
  Backup,
  Database,
  Network,
  Process,
  ScheduledJob,
  Services,
  WebApp,
} from "../components";
import { backupRolesOf } from "../components/backup/roles";
import { MAIN_ROLE } from "../components/databases/connection";
import { httpsUrl } from "../components/proxy/https";
import type { PublishedPort } from "../settings";
import type { StackArgs } from "./stack-args";
import type { Target } from "./target";

/** The components that a stack has made. */
export interface StackParts {
  network: Network;
  image: AppImage;
  app: WebApp;
  processes?: Process[];
  /** By their names in the stack. */
  databases?: Readonly<Record<string, Database>>;
  /** By the names of their databases. */
  backups?: Readonly<Record<string, Backup>>;
  volumes: { volumeNames: pulumi.Output<string>[] };
  jobs: ScheduledJob[];
  services?: Services;
}

/** What `pulumi stack output` shows. */
export interface StackOutputs {
  /** Where a person reaches the app; left out where it is not published. */
  url?: pulumi.Output<string | undefined>;
  image: pulumi.Output<string>;
  /** Names by role. */
  containers: Record<string, pulumi.Input<string>>;
  network: pulumi.Output<string>;
  volumes: pulumi.Input<string>[];
  /** The app's login in the entry `database`; left out without one. */
  databaseUrl?: pulumi.Output<string>;
  /** The app's logins by the databases' names; left out where there is none but `database`. */
  databaseUrls?: Record<string, pulumi.Output<string>>;
}

/** The outputs of a stack, from what it has made. */
export function outputsOf(parts: StackParts, args: StackArgs, target: Target): StackOutputs {
  const {
    network,
    image,
    app,
    processes = [],
    databases = {},
    backups = {},
    volumes,
    services,
    jobs,
  } = parts;
  const { [MAIN_ROLE]: main, ...others } = databases;
  const withData = [...Object.values(databases), ...Object.values(backups), volumes];
  const isReached = args.app.https ?? args.app.port;
  return {
    ...(isReached && { url: app.publishedPort.apply((port) => urlOf(args, target, port)) }),
    image: image.reference,
    containers: {
      ...app.containers,
      ...Object.assign({}, ...processes.map(({ containers }) => containers)),
      ...mapped(databases, (role, { containerName }) => [role, containerName]),
      ...mapped(backups, (role, { containerName }) => [backupRolesOf(role).backup, containerName]),
      ...Object.fromEntries(jobs.map(({ role, containerName }) => [role, containerName])),
      ...services?.containers,
    },
    network: network.networkName,
    volumes: [
      ...withData.flatMap(({ volumeNames }) => volumeNames),
      ...(services?.volumeNames ?? []),
    ],
    ...(main && { databaseUrl: main.url }),
    ...(Object.keys(others).length > 0 && {
      databaseUrls: mapped(databases, (role, { url }) => [role, url]),
    }),
  };
}

const mapped = <T, V>(
  record: Readonly<Record<string, T>>,
  entryOf: (key: string, value: T) => [string, V],
): Record<string, V> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => entryOf(key, value)));

/** Where a person reaches the app, by its domain or its port; undefined where neither is there. */
export function urlOf(
  { app: { https } }: StackArgs,
  target: Target,
  port: PublishedPort | undefined,
): string | undefined {
  return https ? httpsUrl(https) : port && target.urlOf(port);
}
