import type { BackupFormat } from "../../databases/engine";

/** How a volume of the app is backed up: a tar archive with consistent copies of its SQLite databases. */
export const volumeFormat: BackupFormat = {
  scripts: __dirname,
  programs: ["databases.py", "swap.py", "volume.py"],
  suffix: "volume.tar.gz",
  // The name of its first entry.
  signature: ".berth-volume",
};
