import type { Condition } from "../../language/defaults";

/** What runs the app, and what follows from it for a Dockerfile that follows Berth's. */
export const SERVERS = {
  debug: { containerPort: 5000, target: "dev" },
  uwsgi: { containerPort: 80, target: "prod" },
  gunicorn: { containerPort: 8000, target: "gunicorn" },
  asgi: { containerPort: 8000, target: "asgi" },
} as const;

type Server = keyof typeof SERVERS;

export const SERVER_NAMES = Object.keys(SERVERS) as Server[];

/** A server's stage, and `prod` in the place of one that a Dockerfile may do without. */
export const stagesInPlaceOf = (target: string): readonly string[] =>
  target === SERVERS.debug.target ? [target] : [...new Set([target, SERVERS.uwsgi.target])];

/** A default that follows the server. */
export const byServer = <K extends keyof (typeof SERVERS)[Server]>(key: K) => ({
  both: SERVERS.uwsgi[key] as (typeof SERVERS)[Server][K],
  when: SERVER_NAMES.map((server) => [withServer(server), SERVERS[server][key]] as const),
});

const withServer = (is: Server): Condition => ({ path: ["server"], is, words: `server ${is}` });
