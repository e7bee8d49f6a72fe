import { parseArgs } from "node:util";
import { UserError } from "../../../shared/errors";

/** What a `backup` command line asks for. */
export type BackupLine = BackupFlags &
  (
    | { action: "help" }
    | { action: "ls" }
    | { action: "now"; file: string | undefined }
    | { action: "get"; name: string; file: string | undefined }
    | { action: "restore"; what: string }
  );

interface BackupFlags {
  stack: string | undefined;
  cwd: string | undefined;
  /** The stack whose backups are meant, where it is another one. */
  from: string | undefined;
  /** The database that is meant, by its name in the stack. */
  database: string | undefined;
  /** The volume of the app that is meant instead, by its name in `app.volumes`. */
  volume: string | undefined;
  yes: boolean;
  json: boolean;
  withoutBackup: boolean;
}

export const USAGE = `Usage: ./pulumiw backup COMMAND [--stack STACK]

  now [FILE]           makes a backup, beside the others or into a file of this machine
  ls                   lists the backups
  get NAME [FILE]      copies a backup to this machine
  restore NAME|FILE    replaces the stack's data by a backup of its own, or by a file

  --database NAME      one of several; without it \`database\` or the only one, and for ls and now all of them
  --volume NAME        a volume of the app instead, by its name in app.volumes
  --stack STACK        the stack that is meant; restore changes this one
  --from STACK         the stack whose backups are meant, for restore
  --yes                restores without asking
  --without-backup     restores without a backup of what is there
  --json               ls: for programs

NAME is a name that ls shows, or latest.
`;

/**
 * Reads a command line with the word `backup`. Pure.
 *
 * @throws UserError with what is wrong and how it is written.
 */
export function parseBackupLine(args: readonly string[]): BackupLine {
  const { values, positionals } = parsed(args);
  const [, action = "", first, second, ...rest] = positionals;
  const flags = {
    stack: values.stack,
    cwd: values.cwd,
    from: values.from,
    database: values.database,
    volume: values.volume,
    yes: values.yes ?? false,
    json: values.json ?? false,
    withoutBackup: values["without-backup"] ?? false,
  };
  if (values.help || action === "" || action === "help") return { ...flags, action: "help" };
  if (flags.database !== undefined && flags.volume !== undefined) {
    throw new UserError("backup: given --database and --volume; name one of them");
  }
  const count = positionals.length - 2;
  if ((action === "ls" || action === "list") && count === 0) return { ...flags, action: "ls" };
  if (action === "now" && count <= 1) return { ...flags, action, file: first };
  if (action === "get" && first && rest.length === 0) {
    return { ...flags, action, name: first, file: second };
  }
  if (action === "restore" && first && count === 1) return { ...flags, action, what: first };
  throw new UserError(`backup: given ${positionals.slice(1).join(" ")}\n\n${USAGE}`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: { type: "string", short: "s" },
        cwd: { type: "string", short: "C" },
        from: { type: "string" },
        database: { type: "string" },
        volume: { type: "string" },
        yes: { type: "boolean", short: "y" },
        json: { type: "boolean", short: "j" },
        "without-backup": { type: "boolean" },
        "non-interactive": { type: "boolean" },
        color: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UserError(`backup: ${(error as Error).message}\n\n${USAGE}`);
  }
}
