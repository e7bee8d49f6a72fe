import type { ContainerLimits } from "../platforms/workload";

/** Flask's debug server, nginx with uWSGI, gunicorn for WSGI apps, or uvicorn for ASGI apps. */
export type ServerName = "debug" | "uwsgi" | "gunicorn" | "asgi";

/** What a server has to know of its container. */
export interface ServerFacts {
  /** The port that it listens on. */
  containerPort: number;
  /** Whether an edge or a load balancer is in front of it. */
  isBehindAProxy: boolean;
  limits?: ContainerLimits;
  /** Seconds from the signal to stop until the container is killed. */
  graceSeconds: number;
  /** Whether the source is mounted, and an edit is to show by itself. */
  isReloaded: boolean;
}

/** Memory that a worker process of a usual app takes, in MB. */
const WORKER_MEMORY = 128;

/** What a server needs to end after its requests have: seconds before it is killed. */
const LAST_SECONDS = 5;

/**
 * Where gunicorn 25 and later put the socket that `gunicornc` talks to. Its own choice is the user's home, which the
 * user 10001 has none of and a read-only root refuses; its flag against the socket ends an older gunicorn.
 */
const GUNICORN_SOCKET_FOLDER = "/tmp";

/**
 * Environment variables that a server reads by itself, beside those that every container of the app's image
 * has. A flag of the image's own command wins.
 */
export function serverVariables(server: ServerName, facts: ServerFacts): Record<string, string> {
  if (server === "gunicorn") {
    return {
      ...common(server, facts),
      GUNICORN_CMD_ARGS: gunicornWords(facts),
      XDG_RUNTIME_DIR: GUNICORN_SOCKET_FOLDER,
    };
  }
  return server === "asgi" ? { ...common(server, facts), ...uvicornOptions(facts) } : {};
}

/** Variables that gunicorn and uvicorn share. */
function common(server: "gunicorn" | "asgi", facts: ServerFacts): Record<string, string> {
  const { containerPort, isReloaded, isBehindAProxy } = facts;
  return {
    PORT: String(containerPort),
    // uvicorn reloads only where it has one worker.
    ...(!isReloaded && { WEB_CONCURRENCY: String(workersOf(server, facts)) }),
    // Nobody reaches a container behind an edge but that edge, whose address changes.
    ...(isBehindAProxy && { FORWARDED_ALLOW_IPS: "*" }),
  };
}

/**
 * Worker processes: for gunicorn two for each CPU and one more, as it advises, since they wait for the
 * database; for uvicorn one for each CPU. No more than there is memory for.
 */
function workersOf(server: "gunicorn" | "asgi", { limits }: ServerFacts): number {
  const cpus = Math.ceil(limits?.cpus ?? 1);
  const wanted = server === "gunicorn" ? 2 * cpus + 1 : cpus;
  const room = limits?.memory ? Math.floor(limits.memory / WORKER_MEMORY) : wanted;
  return Math.max(1, Math.min(wanted, room));
}

const gracefulSeconds = ({ graceSeconds }: ServerFacts) => Math.max(1, graceSeconds - LAST_SECONDS);

/** https://docs.gunicorn.org/en/stable/settings.html */
const gunicornWords = (facts: ServerFacts) =>
  facts.isReloaded ? "--reload" : `--graceful-timeout=${gracefulSeconds(facts)}`;

/** A variable for each flag: https://www.uvicorn.org/settings/ */
const uvicornOptions = (facts: ServerFacts): Record<string, string> => ({
  UVICORN_HOST: "0.0.0.0",
  UVICORN_PORT: String(facts.containerPort),
  ...(facts.isReloaded
    ? { UVICORN_RELOAD: "true" }
    : { UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN: String(gracefulSeconds(facts)) }),
});
