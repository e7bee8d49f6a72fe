import { removeCommand, setCommand } from "./commands";
import { DATABASE_RULES } from "./database-rules";
import { EDGE_RULES } from "./edge-rules";
import { isPlain } from "./encrypted";
import { type Given, isHidden, show, showAt } from "./given";
import { HARDENING_RULES } from "./hardening-rules";
import { HEALTH_RULES } from "./health-rules";
import { HTTPS_RULES } from "./https-rules";
import { IDLE_RULES } from "./idle-rules";
import { PORT_RULES } from "./port-rules";
import type { Problem } from "./problem";
import type { GivenSettings } from "./schema";
import { SWARM_RULES } from "./swarm-rules";
import type { Settings } from "./types";
import { VARIABLE_RULES } from "./variable-rules";

/** What rules look at. */
export interface Facts {
  /** What the stack file sets, validated. */
  written: GivenSettings;
  /** The same with defaults. */
  settings: Settings;
  /** What the stack file says, for messages. */
  given: Given;
}

type Key = keyof GivenSettings;

/** A rule that looks at more than one setting. */
export interface Rule {
  /** The settings that it looks at; the rule waits until each of them is right by itself. */
  reads: readonly Key[];
  check(facts: Facts): Problem | readonly Problem[] | undefined;
}

/** The rules that look at more than one setting. */
const RULES: readonly Rule[] = [
  { reads: ["source", "host"], check: bindNeedsALocalEngine },
  { reads: ["registry"], check: registryLoginIsWhole },
  { reads: ["registry"], check: registryPasswordIsEncrypted },
  { reads: ["app"], check: appSecretsAreEncrypted },
  ...HARDENING_RULES,
  { reads: ["app", "release"], check: releaseWasBuilt },
  { reads: ["source", "release"], check: releaseHasItsSource },
  ...PORT_RULES,
  ...HEALTH_RULES,
  ...IDLE_RULES,
  ...VARIABLE_RULES,
  ...HTTPS_RULES,
  ...EDGE_RULES,
  ...SWARM_RULES,
  ...DATABASE_RULES,
  { reads: ["backup", "database"], check: backupNeedsADatabase },
  { reads: ["backup", "host"], check: backupFolderNeedsALocalEngine },
  { reads: ["logs"], check: rotationNeedsADriverThatRotates },
];

/** The problems of every rule that does not read a broken setting. */
export function brokenRules(facts: Facts, broken: ReadonlySet<string>): Problem[] {
  return RULES.filter(({ reads }) => !reads.some((key) => broken.has(key))).flatMap(
    ({ check }) => check(facts) ?? [],
  );
}

/** The remote engine that the stack file names, for messages. */
function remoteHost({ settings: { host }, given }: Facts): string | undefined {
  if (!host || /^(?:unix|npipe):/.test(host)) return undefined;
  return isHidden(given, ["host"]) ? "a remote host" : `the host ${show(host)}`;
}

function bindNeedsALocalEngine(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  const where = remoteHost(facts);
  if (settings.source !== "bind" || !where) return;
  return {
    path: ["source"],
    given: `"bind"${given.values.source === undefined ? ", the default of dev," : ""} with ${where}`,
    accepted: "image, since a remote engine does not see this machine's folders",
    mend: setCommand(given.file, ["source"], "image"),
  };
}

function registryLoginIsWhole({ settings, given }: Facts): Problem | undefined {
  const { username, password } = settings.registry ?? {};
  if ((username === undefined) === (password === undefined)) return;
  const [missing, mend] =
    username === undefined
      ? ["username", setCommand(given.file, ["registry", "username"], "USERNAME")]
      : ["password", setSecret(given, ["registry", "password"])];
  return {
    path: ["registry", missing],
    given: "nothing",
    accepted: "username and password together, or neither",
    mend,
  };
}

function registryPasswordIsEncrypted({ settings, given }: Facts): Problem | undefined {
  const path = ["registry", "password"];
  if (settings.registry?.password === undefined || !isPlain(given, path)) return;
  return plainText(path, given);
}

function appSecretsAreEncrypted({ settings, given }: Facts): readonly Problem[] {
  const paths = Object.keys(settings.app.secrets).map((name) => ["app", "secrets", name]);
  return paths.filter((path) => isPlain(given, path)).map((path) => plainText(path, given));
}

function releaseWasBuilt({ written, given }: Facts): Problem | undefined {
  if (written.release === undefined || written.app?.image === undefined) return;
  return {
    path: ["release"],
    given: `${showAt(given, ["release"])} with app.image`,
    accepted: "nothing: the version of app.image is the one that it names",
    mend: removeCommand(given.file, ["release"]),
  };
}

function releaseHasItsSource({ written, given }: Facts): Problem | undefined {
  if (written.release === undefined || written.source !== "bind") return;
  return {
    path: ["source"],
    given: '"bind" with a release',
    accepted: "image, since the folder would hide the release's own source",
    mend: setCommand(given.file, ["source"], "image"),
  };
}

function backupNeedsADatabase({ settings, given }: Facts): Problem | undefined {
  if (!settings.backup || settings.database) return;
  return {
    path: ["backup"],
    given: `${showAt(given, ["backup"])} with database none`,
    accepted: "nothing: there is no database to back up",
    mend: removeCommand(given.file, ["backup"]),
  };
}

function backupFolderNeedsALocalEngine(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  const where = remoteHost(facts);
  if (!settings.backup?.folder || !where) return;
  const path = ["backup", "to"];
  return {
    path,
    given: `${showAt(given, path)} with ${where}`,
    accepted: "volume, since this machine cannot see the folders of a remote engine",
    mend: setCommand(given.file, path, "volume"),
  };
}

function rotationNeedsADriverThatRotates({ written, settings, given }: Facts): readonly Problem[] {
  const { driver, maxFile } = settings.logs;
  if (driver === "local" && maxFile < 2) {
    const path = ["logs", "maxFile"];
    return [
      {
        path,
        given: `${maxFile} with the driver local`,
        accepted: "at least 2: it compresses every file but the newest",
        mend: setCommand(given.file, path, "3"),
      },
    ];
  }
  if (driver === "json-file" || driver === "local") return [];
  const keys = (["maxSize", "maxFile"] as const).filter((key) => written.logs?.[key] !== undefined);
  return keys.map((key) => ({
    path: ["logs", key],
    given: `${showAt(given, ["logs", key])} with the driver ${driver}`,
    accepted: "nothing: only json-file and local rotate their files",
    mend: removeCommand(given.file, ["logs", key]),
  }));
}

function plainText(path: readonly string[], given: Given): Problem {
  return {
    path,
    given: "a value in plain text",
    accepted: "an encrypted value",
    mend: setSecret(given, path),
  };
}

/** The CLI asks for the value, so that it stays out of the shell's history. */
const setSecret = (given: Given, path: readonly string[]) =>
  setCommand(given.file, path, undefined, { secret: true });
