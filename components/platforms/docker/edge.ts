import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { type ContainerOptions, workloadOf } from "../../container-options";
import { healthCheck, httpTest } from "../../health-checks";
import { nameOf } from "../../labels";
import { CADDY_CAPABILITIES, CADDY_USER } from "../../proxy/caddy";
import {
  edgeConfiguration,
  HEALTH_PATH,
  HTTP_PORT,
  STOP_GRACE_SECONDS,
} from "../../proxy/edge-configuration";
import { CERTIFICATES_FOLDER, filesOf, HTTPS_PORT, type HttpsArgs } from "../../proxy/https";
import { ROUTES_FOLDER } from "../../proxy/routes";
import { VolumeComponent } from "../data-volume";
import type { ChildOptions } from "../platform";
import type { Workload } from "../workload";
import { containerInputs } from "./container";
import { limitPids } from "./pids-limit";
import { publish } from "./ports";
import { SecretFiles } from "./secrets";
import { namedVolume } from "./volume";

const START_SECONDS = 10;

/** An authority has to reach the edge before it gives a certificate. */
const CERTIFICATE_SECONDS = 60;

/** Its volume of certificates is root's, as the image's folder is: it runs as root without privileges. */
const KIND_WITH_CERTIFICATES = {
  graceSeconds: STOP_GRACE_SECONDS,
  capabilities: CADDY_CAPABILITIES,
};
const KIND = { ...KIND_WITH_CERTIFICATES, user: CADDY_USER };

/** What an edge needs, whatever it runs as. */
export const edgeKind = (https: HttpsArgs | undefined) => (https ? KIND_WITH_CERTIFICATES : KIND);

export interface EdgeArgs extends ContainerOptions {
  /** Id of a Caddy image. */
  image: pulumi.Input<string>;
  network: pulumi.Input<string>;
  /** The volume for its routes. */
  volume: pulumi.Input<string>;
  /** Where the host publishes HTTP. */
  port?: { address: string; port: number };
  /** @default plain HTTP */
  https?: HttpsArgs;
  /** How many containers there are to send requests to. */
  replicas: number;
  /** @default false */
  sticky?: boolean;
  /** @default none */
  trustedProxies?: string[];
}

/**
 * Caddy on the host's ports. It reads at each request where to send it, so that no deployment ever
 * reloads it: a server that is reloaded closes connections that are at rest, and those whose request
 * it has not read yet. Certificates it renews without.
 */
export function edge(name: string, args: EdgeArgs, opts: ChildOptions): docker.Container {
  const { https } = args;
  const { parent } = opts;
  const workload: Workload = {
    ...workloadOf(args, "edge", edgeKind(https)),
    image: args.image,
    command: caddyCommand(edgeConfiguration(args)),
    health: healthCheck(httpTest(HTTP_PORT, HEALTH_PATH), edgeStartSeconds(https)),
    networks: [args.network],
    secrets: https && secretsOf(name, args, https, parent),
    volumes: [
      { volume: args.volume, target: ROUTES_FOLDER },
      ...(https ? certificateVolumes(name, args, https, parent) : []),
    ],
  };
  const container = new docker.Container(
    name,
    {
      ...containerInputs(workload),
      name: nameOf(args.id, "edge"),
      ports: [...publish(HTTP_PORT, args.port), ...publish(HTTPS_PORT, https?.port)],
    },
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
  );
  limitPids(name, container, workload, parent);
  return container;
}

/** Seconds that an edge may take until it is healthy. */
export function edgeStartSeconds(https: HttpsArgs | undefined): number {
  return https?.certificate.from === "acme" ? CERTIFICATE_SECONDS : START_SECONDS;
}

/** The configuration is part of the command, as nothing can be uploaded below a read-only root. */
export function caddyCommand(config: object): string[] {
  const text = JSON.stringify(config, undefined, 2);
  return ["sh", "-c", `exec caddy run --config - <<'END'\n${text}\nEND\n`];
}

/**
 * What Caddy was given stays when the stack goes: an authority gives a domain only so many in a week,
 * and clients were told to trust the edge's own one.
 */
function certificateVolumes(
  name: string,
  { id }: EdgeArgs,
  { certificate }: HttpsArgs,
  parent: pulumi.Resource,
) {
  if (certificate.from === "files") return [];
  const volume = `${name}-certificates`;
  const spec = { id, role: "certificates", labels: [], keep: true };
  const { volumeName } = new VolumeComponent(
    volume,
    (component) => namedVolume(volume, spec, component),
    { parent },
  );
  return [{ volume: volumeName, target: CERTIFICATES_FOLDER }];
}

function secretsOf(
  name: string,
  { id, host, image }: EdgeArgs,
  https: HttpsArgs,
  parent: pulumi.Resource,
): SecretFiles | undefined {
  const files = filesOf(https);
  if (files.length === 0) return undefined;
  const args = { id, host, role: "edge", image, files };
  return new SecretFiles(`${name}-edge-secrets`, args, { parent });
}
