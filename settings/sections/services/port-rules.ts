import { supportsOf } from "../../../shared/platforms";
import { hostAndPort, overlaps, type PublishedPort } from "../../../shared/ports";
import { formatPath, type Path } from "../../language/path";
import { fileNameOf, type Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const SERVICE_PORT_RULES: readonly Rule[] = [
  { reads: ["services", "app", "database", "databases", "domain", "platform"], check: portsDiffer },
  { reads: ["services", "platform"], check: nodesPublishEverywhere },
];

interface Claim {
  path: Path;
  port: PublishedPort;
  protocol: string;
}

/** Ports of services in the order of the file, after those of the app and of the database. */
function claimsOf({ settings }: Facts): Claim[] {
  const { app, databases, services } = settings;
  const others = [
    { path: ["app", "port"], port: app.port },
    { path: ["app", "httpsPort"], port: app.httpsPort },
    ...Object.values(databases).map(({ key, port }) => ({
      path: [...key.split("."), "port"],
      port,
    })),
  ].flatMap(({ path, port }) => (port ? [{ path, port, protocol: "tcp" }] : []));
  const own = Object.entries(services).flatMap(([name, { ports }]) =>
    ports.map(({ at, published: port, protocol }) => ({
      path: ["services", name, "ports", at],
      port,
      protocol,
    })),
  );
  return [...others, ...own];
}

function portsDiffer(facts: Facts): readonly Problem[] {
  const claims = claimsOf(facts);
  return claims.flatMap(({ path, port, protocol }, index) => {
    const before = claims
      .slice(0, index)
      .find(
        (other) =>
          other.protocol === protocol &&
          other.port.port === port.port &&
          overlaps(other.port.address, port.address),
      );
    if (path[0] !== "services" || !before) return [];
    return {
      path,
      given: `${hostAndPort(port)}, which ${formatPath(before.path)} takes`,
      accepted: "a port of its own",
      mend: `give it another port in ${fileNameOf(facts.given.file)}`,
    };
  });
}

function nodesPublishEverywhere(facts: Facts): readonly Problem[] {
  if (supportsOf(facts.settings.platform).addresses) return [];
  return claimsOf(facts)
    .filter(({ path, port }) => path[0] === "services" && port.address !== "0.0.0.0")
    .map(({ path, port }) => ({
      path,
      given: `${hostAndPort(port)} with platform ${facts.settings.platform}`,
      accepted: "a port without an address, since nodes publish on all of theirs",
      mend: `take the address away in ${fileNameOf(facts.given.file)}`,
    }));
}
