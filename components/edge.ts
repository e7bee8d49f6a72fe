import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { caddyCommand } from "./caddy";
import { type ContainerOptions, containerInputs } from "./container-options";
import { healthCheck, httpTest } from "./health-checks";
import { nameOf } from "./labels";
import { publish } from "./ports";
import { ROUTER_SOCKET, RUN_FOLDER } from "./router";

/** Answers on this path itself, for its own health check. */
const HEALTH_PATH = "/.berth/edge";
const PORT = 80;
const START_SECONDS = 10;

/** Longer than a router takes to be replaced: requests wait for it rather than fail. */
const PATIENCE_SECONDS = 15;

export interface EdgeArgs extends ContainerOptions {
  /** Id of a Caddy image. */
  image: pulumi.Input<string>;
  network: pulumi.Input<string>;
  /** The volume in which the router has its socket. */
  volume: pulumi.Input<string>;
  /** Where the host publishes it. */
  port?: { address: string; port: number };
  /** Seconds that requests may take to finish when it is stopped. */
  drainSeconds: number;
}

/**
 * Holds the host's port, and hands every request to the router. It knows nothing of the app, so that
 * no deployment ever has to touch it: a Caddy that is reloaded resets connections that are at rest
 * or not accepted yet.
 */
export function edge(
  name: string,
  args: EdgeArgs,
  opts: pulumi.CustomResourceOptions,
): docker.Container {
  return new docker.Container(
    name,
    {
      ...containerInputs(args, "edge", { graceSeconds: args.drainSeconds }),
      name: nameOf(args.id, "edge"),
      image: args.image,
      command: caddyCommand(caddyfile(args)),
      healthcheck: healthCheck(httpTest(PORT, HEALTH_PATH), START_SECONDS),
      networksAdvanced: [{ name: args.network }],
      ports: publish(PORT, args.port),
      volumes: [{ volumeName: args.volume, containerPath: RUN_FOLDER, readOnly: true }],
    },
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
  );
}

/** A connection for each request: one at rest could be closed by a router that is just going. */
function caddyfile({ drainSeconds }: EdgeArgs): string {
  return `{
	admin off
	auto_https off
	persist_config off
	grace_period ${drainSeconds}s
}

:${PORT} {
	respond ${HEALTH_PATH} 204
	reverse_proxy unix/${ROUTER_SOCKET} {
		lb_try_duration ${PATIENCE_SECONDS}s
		lb_try_interval 50ms
		transport http {
			keepalive off
		}
	}
}
`;
}
