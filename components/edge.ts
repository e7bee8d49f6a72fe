import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { type ContainerOptions, containerInputs } from "./container-options";
import { healthCheck, httpTest } from "./health-checks";
import { nameOf } from "./labels";
import { publish } from "./ports";
import { ROUTES_FOLDER, slotsFor } from "./routes";

/** Answers on this path itself, for its own health check. */
const HEALTH_PATH = "/.berth/edge";
const PORT = 80;
const START_SECONDS = 10;

/** What runs may finish when the edge is stopped. */
const STOP_GRACE_SECONDS = 30;

const KIND = {
  graceSeconds: STOP_GRACE_SECONDS,
  // The official image's program has it as a file capability, and does not start without.
  capabilities: ["NET_BIND_SERVICE"],
  user: "65534:65534",
};

export interface EdgeArgs extends ContainerOptions {
  /** Id of a Caddy image. */
  image: pulumi.Input<string>;
  network: pulumi.Input<string>;
  /** The volume for its routes. */
  volume: pulumi.Input<string>;
  /** Where the host publishes it. */
  port?: { address: string; port: number };
  /** How many containers there are to send requests to. */
  replicas: number;
}

/**
 * Caddy on the host's port. It reads at each request where to send it, so that no deployment ever
 * reloads it: a server that is reloaded closes connections that are at rest, and those whose request
 * it has not read yet.
 */
export function edge(
  name: string,
  args: EdgeArgs,
  opts: pulumi.CustomResourceOptions,
): docker.Container {
  return new docker.Container(
    name,
    {
      ...containerInputs(args, "edge", KIND),
      name: nameOf(args.id, "edge"),
      image: args.image,
      command: caddyCommand(configuration(args)),
      healthcheck: healthCheck(httpTest(PORT, HEALTH_PATH), START_SECONDS),
      networksAdvanced: [{ name: args.network }],
      ports: publish(PORT, args.port),
      volumes: [{ volumeName: args.volume, containerPath: ROUTES_FOLDER }],
    },
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
  );
}

/** The configuration is part of the command, as nothing can be uploaded below a read-only root. */
function caddyCommand(config: object): string[] {
  const text = JSON.stringify(config, undefined, 2);
  return ["sh", "-c", `exec caddy run --config - <<'END'\n${text}\nEND\n`];
}

/**
 * Caddy's configuration: https://caddyserver.com/docs/json/
 *
 * Only a GET is sent to another container after it may have reached the app, which is Caddy's own
 * rule; anything else only where no connection could be made. Connections at rest are closed before
 * an app would close them: gunicorn does so after two seconds, by default. Each new one looks the
 * name up, so that a container that came back with another address is found.
 */
function configuration({ replicas }: EdgeArgs) {
  return {
    admin: { disabled: true, config: { persist: false } },
    apps: {
      http: {
        grace_period: `${STOP_GRACE_SECONDS}s`,
        servers: {
          edge: {
            listen: [`:${PORT}`],
            automatic_https: { disable: true },
            routes: [
              {
                match: [{ path: [HEALTH_PATH] }],
                handle: [{ handler: "static_response", status_code: 204 }],
              },
              {
                handle: [
                  {
                    handler: "reverse_proxy",
                    upstreams: slotsFor(replicas).map((file) => ({ dial: `{file.${file}}` })),
                    load_balancing: {
                      selection_policy: { policy: "least_conn" },
                      try_duration: "5s",
                      try_interval: "100ms",
                    },
                    health_checks: { passive: { fail_duration: "2s" } },
                    transport: {
                      protocol: "http",
                      dial_timeout: "1s",
                      keep_alive: { idle_timeout: "500ms" },
                    },
                  },
                ],
              },
            ],
          },
        },
      },
    },
  };
}
