import { type OwnCommand, short, text, toggle } from "./own-command";

/** What of a stack is meant. */
const PART = {
  database: text("NAME", "one of several databases; else `database`, or the only one"),
  volume: text("NAME", "a volume of the app instead, by its name in app.volumes"),
};

/** The commands that make backups, and put them back. */
export const BACKUP_COMMANDS: Readonly<Record<string, OwnCommand>> = {
  backup: {
    takes: "now|ls|get|restore",
    summary: "makes, lists, copies and restores backups",
    about: [
      "  now [FILE]         makes a backup, beside the others or into a file of this machine",
      "  ls                 lists the backups",
      "  get NAME [FILE]    copies a backup to this machine",
      "  restore NAME|FILE  replaces the stack's data by a backup of its own, or by a file",
      "",
      "NAME is a name that ls shows, or latest.",
    ],
    flags: {},
    examples: [
      ["backup", "this text"],
      ["backup help", "this text, too"],
    ],
    most: 1,
  },
  "backup get": {
    takes: "NAME [FILE]",
    summary: "copies a backup to this machine",
    about: ["NAME is a name that ls shows, or latest."],
    flags: PART,
    examples: [
      ["backup get latest --stack prod", "under its own name"],
      ["backup get latest dump.sql.gz", "under another one"],
    ],
    most: 2,
  },
  "backup ls": {
    takes: "",
    summary: "lists the backups",
    flags: PART,
    examples: [
      ["backup ls --stack prod", "those of all databases and volumes"],
      ["backup ls --database cache --json", "those of one, for programs"],
    ],
    most: 0,
  },
  "backup now": {
    takes: "[FILE]",
    summary: "makes a backup, beside the others or into a file of this machine",
    flags: PART,
    examples: [
      ["backup now", "of all databases and volumes, beside the others"],
      ["backup now dump.sql.gz --stack prod", "into a file of this machine"],
    ],
    most: 1,
  },
  "backup restore": {
    takes: "NAME|FILE",
    summary: "replaces the stack's data by a backup of its own, or by a file",
    about: ["NAME is a name that ls shows, or latest."],
    flags: {
      ...PART,
      from: text("STACK", "the stack whose backup it is, where that is another one"),
      yes: short("y", toggle("without a question")),
      "without-backup": toggle("without a backup of what is there"),
    },
    examples: [
      ["backup restore latest --stack prod", "asks first"],
      ["backup restore latest --from prod --stack dev --yes", "another stack's data"],
      ["backup restore dump.sql.gz", "a file of this machine"],
    ],
    most: 1,
  },
};
