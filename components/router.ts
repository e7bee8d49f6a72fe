import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { ADMIN } from "./caddy";
import { type ContainerOptions, containerInputs } from "./container-options";
import { healthCheck, httpTest } from "./health-checks";
import { nameOf } from "./labels";

/** What edge and router share: the socket, and the router's routes. */
export const RUN_FOLDER = "/run/berth";
export const ROUTER_SOCKET = `${RUN_FOLDER}/router.sock`;
/** Is there from the first rollout on, and read at each start. */
export const ROUTES = `${RUN_FOLDER}/routes`;

const START_SECONDS = 10;

export interface RouterArgs extends ContainerOptions {
  /** Id of a Caddy image. */
  image: pulumi.Input<string>;
  network: pulumi.Input<string>;
  /** The volume for its socket and its routes. */
  volume: pulumi.Input<string>;
  /** Seconds that requests may take to finish when it is stopped. */
  drainSeconds: number;
}

/**
 * Spreads requests over the app's containers, by name. Which ones those are is no part of its
 * arguments: a rollout tells it, and it keeps that over its restarts.
 *
 * It listens on a socket of the file system, which Caddy hands over from one configuration to the
 * next with everything that waits in it. A port it would open anew for each, and reset what waits in
 * the old one's queue.
 */
export function router(
  name: string,
  args: RouterArgs,
  opts: pulumi.CustomResourceOptions,
): docker.Container {
  return new docker.Container(
    name,
    {
      ...containerInputs(args, "router", { graceSeconds: args.drainSeconds }),
      name: nameOf(args.id, "router"),
      image: args.image,
      command: ["sh", "-c", START],
      healthcheck: healthCheck(httpTest(2019, "/config/"), START_SECONDS),
      networksAdvanced: [{ name: args.network }],
      volumes: [{ volumeName: args.volume, containerPath: RUN_FOLDER }],
    },
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
  );
}

/** Without a route it has no socket either, so that the edge waits. */
const START = `[ -e ${ROUTES} ] || printf '{\\n\\tadmin ${ADMIN}\\n}\\n' > ${ROUTES}
exec caddy run --adapter caddyfile --config ${ROUTES}
`;

/** Where requests go. */
export interface Routes {
  /** Names of containers. */
  containers: readonly string[];
  /** The port that they listen on. */
  port: number;
  /** Seconds that requests to containers which are no longer named here may take to finish. */
  drainSeconds: number;
}

/**
 * The router's configuration, as Caddy reads it.
 *
 * Only a GET is sent to another container after it may have reached the app, which is Caddy's own rule
 * (https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#lb_retry_match); anything else
 * only where no connection could be made. Connections at rest are closed after a second,
 * before the app would close them: gunicorn does so after two, by default. Each new one looks the
 * name up, so that a container that came back with another address is found.
 */
export function routesText({ containers, port, drainSeconds }: Routes): string {
  const forwarded = ["For", "Host", "Proto"].map((what) => {
    const header = `X-Forwarded-${what}`;
    return `\t\theader_up ${header} {http.request.header.${header}}`;
  });
  return `{
	admin ${ADMIN}
	auto_https off
	persist_config off
	grace_period ${drainSeconds}s
}

:80 {
	bind unix/${ROUTER_SOCKET}
	reverse_proxy ${containers.map((name) => `${name}:${port}`).join(" ")} {
		lb_policy least_conn
		lb_try_duration 5s
		lb_try_interval 100ms
		fail_duration 2s
		stream_close_delay ${drainSeconds}s
${forwarded.join("\n")}
		transport http {
			dial_timeout 1s
			keepalive 1s
		}
	}
}
`;
}
