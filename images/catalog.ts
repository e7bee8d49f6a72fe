import { DATABASES } from "../components/databases";
import type { DatabaseEngine } from "../components/databases/engine";

/** One stand-in: what it stands for, and where its packages come from. */
export interface StandIn {
  /** The official reference that it is tagged with when no other is asked for. */
  reference: string;
  /** The product's own way to write its name. */
  product: string;
  /** The Debian suite that has the version nearest to the reference. */
  suite: "trixie" | "sid";
}

const database = ({ image, product }: DatabaseEngine, suite: StandIn["suite"]): StandIn => ({
  reference: image,
  product,
  suite,
});

/**
 * Every stand-in. References are chosen so that Debian has that very release line: MySQL is not in
 * Debian's stable suite at all, and stable's nginx and Caddy are older than any official image in use.
 */
export const CATALOG = {
  debian: { reference: "debian:trixie-slim", product: "Debian", suite: "trixie" },
  python: { reference: "python:3.13-slim", product: "Python", suite: "trixie" },
  nginx: { reference: "nginx:1.30", product: "nginx", suite: "sid" },
  postgres: database(DATABASES.postgres, "sid"),
  redis: database(DATABASES.redis, "trixie"),
  mysql: database(DATABASES.mysql, "sid"),
  mariadb: database(DATABASES.mariadb, "trixie"),
  caddy: { reference: "caddy:2", product: "Caddy", suite: "sid" },
} as const satisfies Record<string, StandIn>;

export type StandInName = keyof typeof CATALOG;

export const NAMES = Object.keys(CATALOG) as StandInName[];

export function isStandInName(name: string): name is StandInName {
  return Object.hasOwn(CATALOG, name);
}
