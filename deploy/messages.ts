import type { Advice, ImageOf } from "../components/advice";

/** The settings that limit the memory of a container, by its role. */
const MEMORY_SETTINGS: Readonly<Record<string, string>> = {
  app: "limits.memory",
  backup: "backup.limits.memory",
  database: "database.limits.memory",
};

/** The role of a process of the app, by its name. */
const PROCESS_ROLE = /^process-(.+)$/;

function memorySetting(role: string): string | undefined {
  const process = PROCESS_ROLE.exec(role)?.[1];
  return process
    ? `app.processes.${process}.limits.memory`
    : MEMORY_SETTINGS[role.replace(/-\d+$/, "")];
}

const config = (action: "set" | "rm", { id }: ImageOf) =>
  `pulumi config ${action} --stack ${id.stack} --path`;

/** What components found, in the words of a stack file: setting keys, and commands that change them. */
export const MESSAGES: Advice = {
  argument: (name, setting = "app") => `${setting}.${name}`,
  giveArgument: (name, value, of) =>
    `${config("set", of)} ${MESSAGES.argument(name, of.setting)} ${value}`,
  leaveOutArgument: (name, of) =>
    `take the setting away: ${config("rm", of)} ${MESSAGES.argument(name, of.setting)}`,
  moreMemory: (role) => {
    const setting = memorySetting(role);
    return setting === undefined ? "" : `: raise ${setting}`;
  },
  longerStart: (role) =>
    ["app", "database"].includes(role)
      ? [`where it only needs longer: pulumi config set --path ${role}.startPeriod SECONDS`]
      : [],
  longerFirstStart: () =>
    "its first start goes on, and the next pulumi up waits for it again; database.startPeriod lets an up wait longer from the beginning, and a change of it now begins that start anew",
  writableRoot: () =>
    "its root can only be read: name the folder in app.writable, or set hardening.readOnly to false",
  withoutCertificate: () =>
    "the authority gave no certificate, and until it does nothing answers: mend what it objects to, docker restart this container, and run up again; or go back to plain HTTP with pulumi config rm domain (and tls, app.httpsPort)",
  otherMachine: () => "build.platform",
  ownCommand: (entrypoint, command) =>
    `the image has the ENTRYPOINT ${entrypoint}, which was given the words of app.command: ${command}; where it is no script that runs what it is given, set app.command to a list of the words that come after it`,
  otherCheck: () =>
    "set app.healthCommand to a list of words that begins with a program of the image, or app.healthFrom to network, which asks from beside it",
  withoutShell: () => "let the app read files below /run/secrets (app.secrets)",
  beginElsewhere: () =>
    "or begin with an empty database on one of another host name, by setting database.node to it",
  moveData: (from, to) =>
    `to move the data, back it up then (./pulumiw backup now FILE --stack ${from}), destroy the stack, name it anew, and restore that after an up (./pulumiw backup restore FILE --stack ${to})`,
};
