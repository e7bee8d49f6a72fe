import { BACKUP_COMMANDS } from "./backup-commands";
import { IMPORT_COMMANDS } from "./import-commands";
import { type OwnCommand, short, text, toggle } from "./own-command";
import { TERMINAL } from "./terminal-flags";

/** The commands by their words. */
export const OWN_COMMANDS: Readonly<Record<string, OwnCommand>> = {
  ...BACKUP_COMMANDS,
  completions: {
    takes: "bash|zsh|fish",
    summary: "prints a script that lets a shell complete commands, flags, stacks and roles",
    flags: {},
    examples: [
      ["completions bash > /etc/bash_completion.d/pulumiw", "for every bash from now on"],
      ["completions zsh > ~/.zfunc/_pulumiw", "for zsh, in a folder of fpath"],
      ["completions fish > ~/.config/fish/completions/pulumiw.fish", "for fish"],
    ],
    most: 1,
    passesOn: 1,
    completes: "shell",
  },
  db: {
    takes: "[NAME] [-- FLAGS OF THE CLIENT]",
    summary: "the database's own client, logged in as the app",
    about: ["A pipe works; the client's exit code becomes this command's."],
    flags: {
      admin: toggle("logged in as the one who may do everything: root, postgres"),
      tty: TERMINAL.tty,
    },
    examples: [
      ["db", "mysql, mariadb, psql or redis-cli, whichever it is"],
      ["db < dump.sql", "runs a script"],
      ["db cache -- INFO memory", "another database by its name, and flags of its client"],
    ],
    most: 1,
    passesOn: 1,
    completes: "database",
  },
  dockerfile: {
    takes: "FOLDER",
    summary: "writes the Dockerfile that is made for an app without one, to be kept and changed",
    about: ["Writes a .dockerignore, too, where there is none."],
    flags: { print: toggle("prints the Dockerfile, and writes nothing") },
    examples: [
      ["dockerfile ./shop", "into the app's folder"],
      ["dockerfile ./shop --print", "to look at it"],
    ],
    most: 1,
  },
  doctor: {
    takes: "",
    summary: "what is wrong or soon will be, each with the command that mends it",
    about: [
      "Looks at containers, disk, clock, Docker's version, backups, certificate, ports, images and state.",
      "Exit code 1 where something is wrong now.",
    ],
    flags: {},
    examples: [
      ["doctor --stack prod", "before you go home"],
      ["doctor --json", "for programs: kind, words and command of each"],
    ],
    most: 0,
  },
  exec: {
    takes: "[FLAGS] ROLE COMMAND...",
    summary: "runs a command in what runs",
    about: [
      "With a terminal where there is one here, else without; its exit code becomes this command's.",
      "On a Swarm it reaches other nodes too: docs/commands.md says how.",
    ],
    flags: TERMINAL,
    examples: [
      ["exec app flask db upgrade", "in an app's container that is well"],
      ["exec --user root app.2 sh", "in the second one, as another user"],
      ["exec edge cat /etc/caddy/Caddyfile > Caddyfile", "without a terminal"],
    ],
    most: 1,
    passesOn: 1,
    completes: "role",
  },
  graph: {
    takes: "",
    summary: "the stack as a picture: what reaches what, with its health",
    flags: { format: text("FORMAT", "mermaid or svg (default: mermaid)") },
    examples: [
      ["graph > stack.mmd", "for Markdown that shows Mermaid"],
      ["graph --format svg --stack prod > prod.svg", "for a browser"],
    ],
    most: 0,
  },
  history: {
    takes: "",
    summary: "who changed the stack, when, from which commit, and what changed",
    flags: { last: short("n", text("COUNT", "how many runs (default: 20)")) },
    examples: [
      ["history", "the last 20 runs, the newest first"],
      ["history -n 1 --json --stack prod", "the last one, for programs"],
    ],
    most: 0,
  },
  jobs: {
    takes: "",
    summary: "what runs by a schedule: the last run, what it came to, and the next one",
    flags: {},
    examples: [
      ["jobs", "of the stack that is selected, or dev"],
      ["jobs --json | jq '.[].last.exitCode'", "for programs"],
    ],
    most: 0,
  },
  "jobs run": {
    takes: "NAME",
    summary: "has a job run now, and shows what it writes",
    about: ["Its exit code becomes this command's. A job never runs twice at once."],
    flags: {},
    examples: [
      ["jobs run cleanup", "whatever its schedule says"],
      ["jobs run cleanup --stack prod", "in another stack"],
    ],
    most: 1,
  },
  ...IMPORT_COMMANDS,
  logs: {
    takes: "[ROLE...]",
    summary: "what the stack's parts wrote, in the order of time",
    about: [
      "With --resource it is the command of the Pulumi engine, which reads by the stack's state.",
    ],
    flags: {
      follow: short("f", toggle("goes on, also with what a redeploy starts, until Ctrl-C")),
      since: text("TIME", "how long ago (30s, 10m, 3h, 2d), or a time; then all lines since"),
      tail: short("n", text("LINES", "the last lines of each; a number or all (default: 100)")),
      timestamps: short("t", toggle("with the time of each line")),
    },
    examples: [
      ["logs", "the last 100 lines of each part"],
      ["logs app database -f", "two roles, and what they go on to write"],
      ["logs app --since 10m --json", "for programs; with -f an object a line"],
    ],
    most: Number.POSITIVE_INFINITY,
    completes: "role",
    ofEngine: ["--resource", "-r"],
  },
  open: {
    takes: "",
    summary: "prints the app's address, and opens it in a browser",
    flags: { print: toggle("only prints it") },
    examples: [
      ["open", "the stack that is selected, or dev"],
      ["open --print --stack prod", "the address alone"],
    ],
    most: 0,
  },
  ps: {
    takes: "[ROLE...]",
    summary: "what runs: state, health, restarts, CPU and memory, release, node",
    about: ["Below the table stands what is wrong, each with the command that mends it."],
    flags: { quiet: short("q", toggle("only the containers' ids")) },
    examples: [
      ["ps", "everything of the stack that is selected, or dev"],
      ["ps app --stack prod", "the containers of one role"],
      ["ps --json | jq '.parts[].health'", "for programs"],
    ],
    most: Number.POSITIVE_INFINITY,
    completes: "role",
  },
  releases: {
    takes: "",
    summary:
      "the images that were built for the stack and are on its engine still, the newest first",
    about: ["The setting release runs one of them again: pulumi config set release TAG"],
    flags: {},
    examples: [
      ["releases --stack prod", "which of them served, and how that went"],
      ["releases --json", "for programs"],
    ],
    most: 0,
  },
  "releases diff": {
    takes: "[OLD] [NEW]",
    summary: "what two releases do not share: settings of the image, packages, files",
    about: [
      "Without names: the release that runs, and the one before it. A name is as in releases.",
    ],
    flags: {},
    examples: [
      ["releases diff", "what the last deployment brought"],
      ["releases diff v1 v2 --stack prod", "two releases by their tags"],
    ],
    most: 2,
    completes: "release",
  },
  restart: {
    takes: "[ROLE...]",
    summary: "restarts containers one after the other, each until it is healthy",
    about: ["Without a role those of the app. On a Swarm its services make new tasks."],
    flags: {},
    examples: [
      ["restart", "the app's containers"],
      ["restart database app.2 --stack prod", "the database, and then one of the app's"],
    ],
    most: Number.POSITIVE_INFINITY,
    completes: "role",
  },
  run: {
    takes: "[FLAGS] COMMAND...",
    summary: "runs a command in a new container of the app's image, which goes when it ends",
    about: [
      "It has the app's environment, secrets, networks, volumes and limits, and gets no traffic.",
      "Signals reach the command, and its exit code becomes this command's.",
    ],
    flags: { role: text("ROLE", "like another role's container (default: app)"), ...TERMINAL },
    examples: [
      ["run flask shell", "beside what serves"],
      ["run --env DRY_RUN=1 python import.py < data.csv", "a script with a variable more"],
    ],
    most: 0,
    passesOn: 0,
  },
  shell: {
    takes: "[ROLE]",
    summary: "a shell in what runs: bash where the image has it",
    flags: TERMINAL,
    examples: [
      ["shell", "in the app's container"],
      ["shell database --stack prod", "in another role's"],
    ],
    most: 1,
    completes: "role",
  },
  top: {
    takes: "[ROLE...]",
    summary: "what each part uses of its limits, over and over, the busiest first",
    flags: {
      interval: text("SECONDS", "between two looks (default: 2)"),
      once: toggle("one look, as where there is no terminal"),
    },
    examples: [
      ["top --stack prod", "until Ctrl-C"],
      ["top app --once", "one look at a role"],
    ],
    most: Number.POSITIVE_INFINITY,
    completes: "role",
  },
};
