import type * as pulumi from "@pulumi/pulumi";
import { workloadOf } from "../../container-options";
import { CHECKS_SECONDS, healthCheck, httpTest } from "../../health-checks";
import { edgeConfiguration, HEALTH_PATH, HTTP_PORT } from "../../proxy/edge-configuration";
import { CERTIFICATES_FOLDER, filesOf, HTTPS_PORT } from "../../proxy/https";
import type { VolumeMount } from "../../volume-mounts";
import { VolumeComponent } from "../data-volume";
import { edgeKind, edgeStartSeconds } from "../docker/edge";
import type { ChildOptions } from "../platform";
import type { ServeSpec } from "../serve-spec";
import { limitsInFront } from "../serving";
import type { ContainerOptions, Workload } from "../workload";
import { EDGE_CONFIG, swarmConfig } from "./configs";
import { imageOfNodes } from "./image";
import type { SwarmOptions } from "./options";
import { SwarmSecrets } from "./secrets";
import { swarmService } from "./service";
import { volumeOfData } from "./volume";

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
  args: ContainerOptions & ServeSpec,
  service: pulumi.Output<string>,
  swarm: SwarmOptions,
  opts: ChildOptions,
) {
  const { id, host, https, port, containerPort, sticky, trustedProxies } = args;
  const { parent } = opts;
  const options = { ...args, limits: limitsInFront(args) };
  const configuration = service.apply((app) => {
    const to = { name: app, port: containerPort };
    return JSON.stringify(edgeConfiguration({ https, sticky, trustedProxies, service: to }));
  });
  const certificates = certificatesOf(name, args, swarm, parent);
  const image = imageOfNodes(`${name}-caddy-image`, args.caddyImage ?? "caddy:2", host, parent);
  const files = https ? filesOf(https) : [];
  const secrets = { id, host, role: "edge", image, files };
  const workload: Workload = {
    ...workloadOf(options, "edge", edgeKind(https)),
    image,
    command: ["caddy", "run", "--config", CONFIGURATION_FILE],
    health: healthCheck(httpTest(HTTP_PORT, HEALTH_PATH), edgeStartSeconds(https)),
    networks: [args.network],
    volumes: certificates,
    secrets:
      files.length > 0 ? new SwarmSecrets(`${name}-edge-secrets`, secrets, { parent }) : undefined,
  };
  const isBound = certificates.length > 0;
  const isMeshed = swarm.publishMode === "ingress";
  const spreadTasks = isMeshed ? BEHIND_A_MESH : "one on each node";
  return swarmService(
    name,
    workload,
    {
      swarm,
      configs: [swarmConfig(id, EDGE_CONFIG, configuration, CONFIGURATION_FILE, parent)],
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
  { id, https }: ContainerOptions & ServeSpec,
  swarm: SwarmOptions,
  parent: pulumi.Resource,
): VolumeMount[] {
  if (!https || https.certificate.from === "files") return [];
  const volume = `${name}-certificates`;
  const spec = { id, role: "certificates", labels: [], keep: true };
  const { volumeName } = new VolumeComponent(
    volume,
    (component) => volumeOfData(volume, spec, swarm, component),
    { parent },
  );
  return [{ volume: volumeName, target: CERTIFICATES_FOLDER }];
}
