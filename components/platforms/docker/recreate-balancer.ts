import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { type ContainerOptions, workloadOf } from "../../container-options";
import { healthCheck, httpTest } from "../../health-checks";
import { nameOf } from "../../labels";
import { CADDY_CAPABILITIES, CADDY_USER } from "../../proxy/caddy";
import { reverseProxy } from "../../proxy/reverse-proxy";
import type { ChildOptions } from "../platform";
import type { Workload } from "../workload";
import { containerInputs } from "./container";
import { caddyCommand } from "./edge";
import { pulledImage } from "./image";
import { limitPids } from "./pids-limit";
import { publish } from "./ports";

/** Answers on this path itself, for its own health check. */
const HEALTH_PATH = "/.berth/balancer";

const PORT = 80;
const START_SECONDS = 10;

const KIND = {
  graceSeconds: 15,
  capabilities: CADDY_CAPABILITIES,
  user: CADDY_USER,
};

export interface LoadBalancerArgs extends ContainerOptions {
  /** Reference of a Caddy image. */
  image: string;
  network: pulumi.Input<string>;
  /** Where the host publishes it. */
  port?: { address: string; port: number };
  /** `NAME:PORT` of the containers that requests are spread over. */
  upstreams: string[];
  /** @default false */
  sticky?: boolean;
}

/**
 * Caddy in front of several containers. It looks a name up for each new connection, so that a
 * container that came back with another address is found.
 *
 * Not a component of its own: it takes over the name, and so the port, of the single container that
 * it replaces.
 */
export function loadBalancer(
  name: string,
  args: LoadBalancerArgs,
  opts: ChildOptions,
): docker.Container {
  const workload: Workload = {
    ...workloadOf(args, "balancer", KIND),
    image: pulledImage(`${name}-balancer-image`, args.image, opts.parent),
    command: caddyCommand(configuration(args)),
    health: healthCheck(httpTest(PORT, HEALTH_PATH), START_SECONDS),
    networks: [args.network],
  };
  const container = new docker.Container(
    name,
    {
      ...containerInputs(workload),
      name: nameOf(args.id, "balancer"),
      ports: publish(PORT, args.port),
    },
    opts,
  );
  limitPids(name, container, workload, opts.parent);
  return container;
}

function configuration({ upstreams, sticky }: LoadBalancerArgs) {
  const toTheApp = reverseProxy(
    { policy: "round_robin", sticky },
    {
      upstreams: upstreams.map((dial) => ({ dial })),
      health_checks: { passive: { fail_duration: "2s" } },
    },
  );
  const healthy = {
    match: [{ path: [HEALTH_PATH] }],
    handle: [{ handler: "static_response", status_code: 204 }],
  };
  const server = {
    listen: [`:${PORT}`],
    automatic_https: { disable: true },
    routes: [healthy, { handle: [toTheApp] }],
  };
  return {
    admin: { disabled: true, config: { persist: false } },
    apps: { http: { servers: { balancer: server } } },
  };
}
