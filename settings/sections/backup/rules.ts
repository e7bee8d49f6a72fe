import { removeCommand, setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import { remoteHost } from "../host/remote-host";
import type { Facts, Rule } from "../rule";

export const BACKUP_RULES: readonly Rule[] = [
  { reads: ["backup"], check: noBackupHasSettings },
  { reads: ["backup", "database", "databases", "app"], check: backupNeedsData },
  { reads: ["backup", "host"], check: folderNeedsALocalEngine },
];

function noBackupHasSettings(facts: Facts): readonly Problem[] {
  const { backup } = facts.written;
  if (backup?.schedule !== "none") return [];
  return (["keep", "to", "limits"] as const)
    .filter((key) => backup[key] !== undefined)
    .map((key) =>
      superfluous(facts, ["backup", key], "with backup.schedule none", "there are no backups"),
    );
}

function backupNeedsData({ settings, given }: Facts): Problem | undefined {
  if (!settings.backup || Object.keys(settings.databases).length > 0) return;
  if (Object.keys(settings.app.volumes).length > 0) return;
  return {
    path: ["backup"],
    given: `${showAt(given, ["backup"])} with database none and no app.volumes`,
    accepted: "nothing: there is no data to back up",
    mend: removeCommand(given.file, ["backup"]),
  };
}

function folderNeedsALocalEngine(facts: Facts): Problem | undefined {
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
