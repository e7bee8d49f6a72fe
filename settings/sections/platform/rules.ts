import { supportsOf } from "../../../shared/platforms";
import { setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import { formatPath } from "../../language/path";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import { writtenDatabases } from "../database/entries";
import type { Facts, Rule } from "../rule";
import { missingParts } from "./lacks";

/** The rules of what a platform does not do. */
export const PLATFORM_RULES: readonly Rule[] = [
  { reads: ["platform", "swarm", "database", "databases"], check: onlyASwarmHasNodes },
  { reads: ["platform", "source"], check: nodesSeeNoFolder },
  { reads: ["platform", "app", "database", "databases"], check: nodesPublishEverywhere },
  {
    reads: ["platform", "limits", "database", "databases", "backup"],
    check: servicesHaveNoPidsLimit,
  },
  { reads: ["platform", "hardening"], check: servicesLackPartsOfHardening },
  { reads: ["platform", "backup"], check: backupsStayOnTheirNode },
  { reads: ["platform", "app"], check: secretsAreSmall },
];

const supported = ({ settings }: Facts) => supportsOf(settings.platform);

/** How the platform is named beside what it does not do. */
const withPlatform = ({ settings }: Facts) => `with platform ${settings.platform}`;

function onlyASwarmHasNodes(facts: Facts): readonly Problem[] {
  if (supported(facts).nodes) return [];
  const { swarm } = facts.written;
  const paths = [
    ...(swarm === undefined ? [] : [["swarm"]]),
    ...writtenDatabases(facts.written).flatMap(({ path, written }) =>
      written?.node === undefined ? [] : [[...path, "node"]],
    ),
  ];
  return paths.map((path) =>
    superfluous(facts, path, withPlatform(facts), "only a Swarm has nodes"),
  );
}

function nodesSeeNoFolder(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  if (supported(facts).bindMounts || settings.source !== "bind") return;
  return {
    path: ["source"],
    given: `"bind" ${withPlatform(facts)}`,
    accepted: "image, since the nodes do not see this machine's folders",
    mend: setCommand(given.file, ["source"], "image"),
  };
}

const EVERYWHERE = "0.0.0.0";

/**
 * Swarm has no address to publish on. For the app nobody need say so; a database is not to become
 * public because of another line of the file.
 */
function nodesPublishEverywhere(facts: Facts): readonly Problem[] {
  if (supported(facts).addresses) return [];
  const { settings, given, written } = facts;
  const { app, databases } = settings;
  return [
    { path: ["app", "port"], port: app.port },
    { path: ["app", "httpsPort"], port: app.httpsPort },
    ...writtenDatabases(written).map(({ role, path }) => ({
      path: [...path, "port"],
      port: databases[role]?.port,
    })),
  ].flatMap(({ path, port }) =>
    port === undefined || port.address === EVERYWHERE
      ? []
      : {
          path,
          given: `${showAt(given, path)} ${withPlatform(facts)}`,
          accepted: "0.0.0.0:PORT, since nodes publish on all of their addresses; or none",
          mend: setCommand(given.file, path, `${EVERYWHERE}:${port.port}`),
        },
  );
}

function servicesHaveNoPidsLimit(facts: Facts): readonly Problem[] {
  if (supported(facts).pidsLimit) return [];
  const { limits, backup } = facts.written;
  const paths = [
    ...(limits?.pids === undefined ? [] : [["limits", "pids"]]),
    ...writtenDatabases(facts.written).flatMap(({ path, written }) =>
      written?.limits?.pids === undefined ? [] : [[...path, "limits", "pids"]],
    ),
    ...(backup?.limits?.pids === undefined ? [] : [["backup", "limits", "pids"]]),
  ];
  return paths.map((path) =>
    superfluous(facts, path, withPlatform(facts), "the docker provider has none for services"),
  );
}

/** `hardening: true` means all that there are. */
function servicesLackPartsOfHardening(facts: Facts): readonly Problem[] {
  const { written, given, settings } = facts;
  if (typeof given.values.hardening !== "object") return [];
  return missingParts(settings.platform)
    .filter((part) => written.hardening?.[part])
    .map((part) => {
      const path = ["hardening", part];
      return {
        path,
        given: `${showAt(given, path)} ${withPlatform(facts)}`,
        accepted: `false: the docker provider has no ${formatPath([part])} for services`,
        mend: setCommand(given.file, path, "false"),
      };
    });
}

function backupsStayOnTheirNode(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  if (supported(facts).backupFolders || !settings.backup?.folder) return;
  const path = ["backup", "to"];
  return {
    path,
    given: `${showAt(given, path)} ${withPlatform(facts)}`,
    accepted: "volume, on the node that has the data",
    mend: setCommand(given.file, path, "volume"),
  };
}

function secretsAreSmall(facts: Facts): readonly Problem[] {
  const { secretBytes: most } = supported(facts);
  if (most === undefined) return [];
  const { settings, given } = facts;
  const sizes = Object.entries(settings.app.secrets).map(
    ([name, text]) => [name, Buffer.byteLength(text)] as const,
  );
  return sizes
    .filter(([, bytes]) => bytes > most)
    .map(([name, bytes]) => {
      const path = ["app", "secrets", name];
      return {
        path,
        given: `${bytes} bytes ${withPlatform(facts)}`,
        accepted: `at most ${most} bytes, which is what a secret of a Swarm has room for`,
        mend: setCommand(given.file, path, undefined, { secret: true }),
      };
    });
}
