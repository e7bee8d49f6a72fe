import type { PublishedPort } from "../../../shared/ports";
import { hostAndPort, overlaps } from "../../../shared/ports";
import { setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import { formatPath } from "../../language/path";
import type { Problem } from "../../language/problem";
import { writtenDatabases } from "../database/entries";
import type { Facts, Rule } from "../rule";

/** The rules about ports of the host. */
export const PORT_RULES: readonly Rule[] = [
  { reads: ["app", "database", "databases", "domain"], check: portsDiffer },
];

/** Each port that one before it takes. */
function portsDiffer({ settings, written, given }: Facts): readonly Problem[] {
  const { app } = settings;
  const ports = [
    { path: ["app", "port"], port: app.port, free: 8000 },
    { path: ["app", "httpsPort"], port: app.httpsPort, free: 8443 },
    ...writtenDatabases(written).map(({ role, path }) => ({
      path: [...path, "port"],
      port: settings.databases[role]?.port,
      free: 3306,
    })),
  ];
  return ports.flatMap(({ path, port, free }, index) => {
    const before = ports.slice(0, index).find((other) => clash(other.port, port));
    if (!port || !before) return [];
    const next = { ...port, port: port.port < 65535 ? port.port + 1 : free };
    return {
      path,
      given: `${showAt(given, path)}, which ${formatPath(before.path)} takes`,
      accepted: "a port of its own",
      mend: setCommand(given.file, path, hostAndPort(next)),
    };
  });
}

const clash = (one: PublishedPort | undefined, other: PublishedPort | undefined) =>
  one !== undefined &&
  other !== undefined &&
  one.port === other.port &&
  overlaps(one.address, other.address);
