import type * as pulumi from "@pulumi/pulumi";
import { limitsInFront, type WebAppArgs } from "../../app/web-app-args";
import { containerInputs } from "../../container-options";
import { DataVolume } from "../../data-volume";
import { CHECKS_SECONDS, healthCheck, httpTest } from "../../health-checks";
import { joined } from "../../network";
import { edgeConfiguration, HEALTH_PATH, HTTP_PORT } from "../../proxy/edge-configuration";
import { CERTIFICATES_FOLDER, filesOf, HTTPS_PORT } from "../../proxy/https";
import { edgeKind, edgeStartSeconds } from "../docker/edge";
import { pulledImage } from "../docker/image";
import { type ServiceWorkload, withSecrets } from "../workload";
import { EDGE_CONFIG, swarmConfig } from "./configs";
import type { SwarmOptions } from "./options";
import { swarmService } from "./service";

const CONFIGURATION_FILE = "/etc/caddy/berth.json";

/** Behind a routing mesh the nodes need no edge of their own; one may fail. */
const BEHIND_A_MESH = 2;

/**
 * Caddy on the nodes' ports, which asks Swarm's DNS for the app's tasks: those that are healthy, and
 * do not stop.
 *
 * @param service name of the app's service.
 */
export function swarmEdge(
  name: string,
  args: WebAppArgs,
  service: pulumi.Output<string>,
  swarm: SwarmOptions,
  opts: pulumi.CustomResourceOptions & { parent: pulumi.Resource },
) {
  const { id, host, https, port, containerPort, sticky, trustedProxies } = args;
  const { parent } = opts;
  const options = { ...args, limits: limitsInFront(args) };
  const configuration = service.apply((app) => {
    const to = { name: app, port: containerPort };
    return JSON.stringify(edgeConfiguration({ https, sticky, trustedProxies, service: to }));
  });
  const certificates = certificatesOf(name, args, swarm, parent);
  const workload: ServiceWorkload = {
    ...containerInputs(options, "edge", edgeKind(https)),
    image: pulledImage(`${name}-caddy-image`, args.caddyImage ?? "caddy:2", parent, { host }),
    command: ["caddy", "run", "--config", CONFIGURATION_FILE],
    healthcheck: healthCheck(httpTest(HTTP_PORT, HEALTH_PATH), edgeStartSeconds(https)),
    networksAdvanced: joined(args.network),
    volumes: certificates,
    configs: [swarmConfig(id, EDGE_CONFIG, configuration, CONFIGURATION_FILE, parent)],
  };
  const files = https ? filesOf(https) : [];
  const isBound = certificates.length > 0;
  const isMeshed = swarm.publishMode === "ingress";
  const spreadTasks = isMeshed ? BEHIND_A_MESH : "one on each node";
  return swarmService(
    name,
    withSecrets(`${name}-edge-secrets`, options, { role: "edge", files }, workload, parent),
    {
      id,
      host,
      role: "edge",
      swarm,
      tasks: isBound ? 1 : spreadTasks,
      constraints: isBound ? [swarm.data.constraint] : [],
      order: isMeshed ? "start-first" : "stop-first",
      onFailure: "rollback",
      ports: [
        ...(port ? [{ external: port.port, internal: HTTP_PORT }] : []),
        ...(https ? [{ external: https.port.port, internal: HTTPS_PORT }] : []),
      ],
      timeoutSeconds: edgeStartSeconds(https) + CHECKS_SECONDS,
      gateName: `${name}-edge-healthy`,
    },
    opts,
  );
}

/** What an authority gave has to be found again, so it is where the data is. */
function certificatesOf(
  name: string,
  { id, https }: WebAppArgs,
  swarm: SwarmOptions,
  parent: pulumi.Resource,
) {
  if (!https || https.certificate.from === "files") return [];
  const args = { id, swarm, role: "certificates", keepData: true };
  const volume = new DataVolume(`${name}-certificates`, args, { parent });
  return [{ volumeName: volume.volumeName, containerPath: CERTIFICATES_FOLDER }];
}
