import { HTTPS_PORT, type HttpsArgs, httpsApps, httpsUrl } from "./https";
import { type Choice, reverseProxy } from "./reverse-proxy";
import { slotsFor } from "./routes";

/** The edge answers on this path itself, for its own health check. */
export const HEALTH_PATH = "/.berth/edge";
export const HTTP_PORT = 80;

/** What runs may finish when the edge is stopped. */
export const STOP_GRACE_SECONDS = 30;

export interface EdgeConfiguration {
  /** How many containers there are to send requests to. */
  replicas?: number;
  /** The service of a Swarm to send requests to, in the place of containers. */
  service?: { name: string; port: number };
  /** @default plain HTTP */
  https?: HttpsArgs;
  /**
   * Whether a client stays with the container that it came to first.
   *
   * @default false
   */
  sticky?: boolean;
  /**
   * Networks of proxies in front, whose X-Forwarded headers are believed.
   *
   * @default none
   */
  trustedProxies?: readonly string[];
}

/** Caddy's configuration: https://caddyserver.com/docs/json/ */
export function edgeConfiguration(args: EdgeConfiguration) {
  const { replicas = 1, service, sticky, https, trustedProxies = [] } = args;
  const choice: Choice = { policy: "least_conn", sticky };
  const trust = trustIn(trustedProxies);
  const toApp = service
    ? toTheTasks(service, choice, trust.headers)
    : toTheApp(replicas, choice, trust.headers);
  const app = [HEALTHY, { handle: [toApp] }];
  const apps = https && httpsApps(https);
  return {
    admin: { disabled: true, config: { persist: false } },
    ...apps?.head,
    apps: {
      ...apps?.apps,
      http: {
        grace_period: `${STOP_GRACE_SECONDS}s`,
        servers: https
          ? { http: toHttps(https), https: { ...overHttps(https, app), ...trust.server } }
          : { edge: { ...PLAIN, ...trust.server, routes: app } },
      },
    },
  };
}

/**
 * Host and scheme are those that a trusted proxy names, and the client's address is the last one that
 * none of them has. The app is told that one alone, so that it counts the same proxies with them in
 * front and without.
 */
function trustIn(ranges: readonly string[]) {
  if (ranges.length === 0) return { server: {}, headers: {} };
  return {
    server: { trusted_proxies: { source: "static", ranges }, trusted_proxies_strict: 1 },
    headers: { request: { set: { "X-Forwarded-For": ["{http.vars.client_ip}"] } } },
  };
}

const PLAIN = { listen: [`:${HTTP_PORT}`], automatic_https: { disable: true } };

const ON_HEALTH_PATH = [{ path: [HEALTH_PATH] }];
const HEALTHY = {
  match: ON_HEALTH_PATH,
  handle: [{ handler: "static_response", status_code: 204 }],
};

/**
 * Connections at rest are closed before an app would close them: gunicorn does so after two seconds, by
 * default. Each new one looks the name up, so that a container that came back with another address is
 * found.
 */
const toTheApp = (replicas: number, choice: Choice, headers: object) =>
  reverseProxy(choice, {
    headers,
    upstreams: slotsFor(replicas).map((file) => ({ dial: `{file.${file}}` })),
    health_checks: { passive: { fail_duration: "2s" } },
    transport: {
      protocol: "http",
      dial_timeout: "1s",
      keep_alive: { idle_timeout: "500ms" },
    },
  });

/**
 * A task is in Swarm's DNS from when it is healthy until two seconds before it is told to stop: that is
 * how long an answer may be kept, and no connection outlives its request.
 */
const toTheTasks = (
  { name, port }: { name: string; port: number },
  choice: Choice,
  headers: object,
) =>
  reverseProxy(choice, {
    headers,
    dynamic_upstreams: {
      source: "a",
      name: `tasks.${name}`,
      port: String(port),
      refresh: "500ms",
      versions: { ipv4: true },
    },
    transport: { protocol: "http", dial_timeout: "1s", keep_alive: { enabled: false } },
  });

/**
 * Sends everybody to the domain; Caddy answers an authority's challenges itself before that. The
 * health check goes through HTTPS, so that an edge without a certificate is not healthy.
 */
function toHttps(https: HttpsArgs) {
  const { domain } = https;
  const throughHttps = {
    handler: "reverse_proxy",
    upstreams: [{ dial: `127.0.0.1:${HTTPS_PORT}` }],
    headers: { request: { set: { Host: [domain] } } },
    transport: { protocol: "http", tls: { server_name: domain, insecure_skip_verify: true } },
  };
  const redirect = {
    handler: "static_response",
    status_code: 308,
    headers: { Location: [`${httpsUrl(https)}{http.request.uri}`] },
  };
  return {
    listen: [`:${HTTP_PORT}`],
    automatic_https: { disable_redirects: true },
    routes: [{ match: ON_HEALTH_PATH, handle: [orUnwell(throughHttps)] }, { handle: [redirect] }],
  };
}

/**
 * Answers what fails itself: Caddy would log each, and the health check comes every two seconds, so that
 * nothing else was left of the last lines of the log.
 */
const orUnwell = (handler: object) => ({
  handler: "subroute",
  routes: [{ handle: [handler] }],
  errors: { routes: [{ handle: [{ handler: "static_response", status_code: 503 }] }] },
});

/** HTTP/3 would need a port of UDP, which nobody asked for. */
const overHttps = ({ domain }: HttpsArgs, app: readonly object[]) => ({
  listen: [`:${HTTPS_PORT}`],
  protocols: ["h1", "h2"],
  automatic_https: { disable_redirects: true },
  tls_connection_policies: [{}],
  routes: [
    { match: [{ host: [domain] }], handle: [{ handler: "subroute", routes: app }], terminal: true },
  ],
});
