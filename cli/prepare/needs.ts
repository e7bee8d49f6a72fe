import type { CommandLine } from "../command-line";

/** What a command line needs to be there before the engine runs. */
export interface Requirements {
  /** A Docker engine that answers. */
  docker: boolean;
  /** Base images, or only a word on those that are missing. */
  images: "build" | "warn" | "no";
  /** A key for the stack's secrets: made where there is none yet, or only asked for. */
  passphrase: "make" | "have" | "no";
  /**
   * The stack is made where it does not exist yet: always, where its settings are there already, or
   * for the time of the command only.
   */
  stack: "make" | "of settings" | "try" | "no";
}

const NOTHING: Requirements = { docker: false, images: "no", passphrase: "no", stack: "no" };

const BY_COMMAND: Record<string, Requirements> = {
  up: { docker: true, images: "build", passphrase: "make", stack: "make" },
  preview: { docker: true, images: "warn", passphrase: "have", stack: "try" },
  refresh: { docker: true, images: "no", passphrase: "have", stack: "no" },
  destroy: { docker: true, images: "no", passphrase: "have", stack: "no" },
  import: { docker: true, images: "no", passphrase: "have", stack: "no" },
  logs: { docker: true, images: "no", passphrase: "have", stack: "no" },
  watch: { docker: true, images: "build", passphrase: "have", stack: "no" },
  "stack init": { ...NOTHING, passphrase: "make" },
  "config set": { ...NOTHING, passphrase: "have", stack: "of settings" },
  "config set-all": { ...NOTHING, passphrase: "have", stack: "of settings" },
};

/** Looks a command's needs up. Pure. */
export function needsOf(line: CommandLine): Requirements {
  // A template is deployed from a temporary project, of which nothing is known here.
  const ofTemplate = line.command === "up" && line.operands.length > 0;
  if (line.help || ofTemplate) return NOTHING;
  if (line.command === "stack select" && line.create) return { ...NOTHING, passphrase: "make" };
  // The engine says what is missing.
  if (line.command === "config set" && !line.operands[0]) return NOTHING;
  const isPlainValue = line.command === "config set" && !line.args.includes("--secret");
  if (isPlainValue) return { ...NOTHING, stack: "of settings" };
  return (Object.hasOwn(BY_COMMAND, line.command) && BY_COMMAND[line.command]) || NOTHING;
}
