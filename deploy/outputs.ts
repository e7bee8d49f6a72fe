import type * as pulumi from "@pulumi/pulumi";
import type { AppImage, Backup, Database, Network, WebApp } from "../components";
import { httpsUrl } from "../components/proxy/https";
import type { PublishedPort } from "../settings";
import type { StackArgs } from "./stack-args";
import type { Target } from "./target";

/** The components that a stack has made. */
export interface StackParts {
  network: Network;
  image: AppImage;
  app: WebApp;
  database?: Database;
  backup?: Backup;
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
  /** The app's login in it; left out without a database. */
  databaseUrl?: pulumi.Output<string>;
}

/** The outputs of a stack, from what it has made. */
export function outputsOf(parts: StackParts, args: StackArgs, target: Target): StackOutputs {
  const { network, image, app, database, backup } = parts;
  const isReached = args.app.https ?? args.app.port;
  return {
    ...(isReached && { url: app.publishedPort.apply((port) => urlOf(args, target, port)) }),
    image: image.reference,
    containers: {
      ...app.containers,
      ...(database && { database: database.containerName }),
      ...(backup && { backup: backup.containerName }),
    },
    network: network.networkName,
    volumes: [...(database?.volumeNames ?? []), ...(backup?.volumeNames ?? [])],
    ...(database && { databaseUrl: database.url }),
  };
}

/** Where a person reaches the app, by its domain or its port; undefined where neither is there. */
export function urlOf(
  { app: { https } }: StackArgs,
  target: Target,
  port: PublishedPort | undefined,
): string | undefined {
  return https ? httpsUrl(https) : port && target.urlOf(port);
}
