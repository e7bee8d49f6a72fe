/** What the settings have to know of a database engine. */
export interface DatabaseEngine {
  /** The official image. */
  image: string;
  /** Seconds that its server may take to start. */
  startPeriod: number;
  /** The app's database and its user have names. */
  hasNames: boolean;
  /** The variables by which an app finds its database, as the components set them. */
  variables: readonly string[];
}

const OF_MYSQL = [
  "MYSQL_HOST",
  "MYSQL_PORT",
  "MYSQL_USER",
  "MYSQL_DATABASE",
  "MYSQL_PASSWORD_FILE",
  "DATABASE_URL_FILE",
] as const;

/** The database engines: one is a line here, and what the components know of it. */
export const ENGINES = {
  mysql: { image: "mysql:9.7", startPeriod: 120, hasNames: true, variables: OF_MYSQL },
  mariadb: { image: "mariadb:11.8", startPeriod: 120, hasNames: true, variables: OF_MYSQL },
  redis: {
    image: "redis:8",
    startPeriod: 60,
    hasNames: false,
    variables: ["REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD_FILE", "DATABASE_URL_FILE"],
  },
} as const satisfies Record<string, DatabaseEngine>;

export type EngineName = keyof typeof ENGINES;

export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];
