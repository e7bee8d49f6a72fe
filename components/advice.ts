import type { StackId } from "./labels";

/**
 * What an error says to do about a fact that a component found. Components know the fact; only the program
 * knows what its people would change. `adviseBy` says it in the words of that program.
 */
export interface Advice {
  /** Stands before a mistake in an argument of an image, such as `context`, and names it. */
  argument(name: ImageArgument, setting: string | undefined): string;
  /** Stands after it: how the argument is given another value. */
  giveArgument(name: ImageArgument, value: string, of: ImageOf): string;
  /** How an argument that has a value is left out. */
  leaveOutArgument(name: ImageArgument, of: ImageOf): string;
  /** After `killed for want of memory at its limit of 64 MB`; empty where there is nothing to say. */
  moreMemory(role: string): string;
  /** For a container that is not healthy in its time; nothing where it gets no longer. */
  longerStart(role: string): string[];
  /** For a database whose first start takes longer than an `up` waits. */
  longerFirstStart(): string;
  /** For a program that wrote below a root that can only be read. */
  writableRoot(): string;
  /** For an edge whose authority gave no certificate. */
  withoutCertificate(): string;
  /** How a program for another kind of machine is built for this one. */
  otherMachine(): string;
  /** For an ENTRYPOINT that was given words of a shell. */
  ownCommand(entrypoint: string, command: string): string;
  /** For an image that has nothing to run its health check with. */
  otherCheck(): string;
  /** For an image without a shell, whose secret environment variables a shell sets. */
  withoutShell(): string;
  /** How a stack's data begins anew on another node. */
  beginElsewhere(): string;
  /** How data moves from a stack of one name to one of another. */
  moveData(from: string, to: string): string;
}

/** An argument of `AppImage` that a build may find wrong. */
export type ImageArgument = "context" | "dockerfile" | "target";

/** Whose image is built. */
export interface ImageOf {
  id: StackId;
  /** As `AppImageArgs` has it. */
  setting: string | undefined;
}

/** For a program of which nothing is known: it names arguments of components. */
const NEUTRAL: Advice = {
  argument: (name, setting) => (setting === undefined ? name : `${setting}.${name}`),
  giveArgument: (name, value) => `${name}: ${value}`,
  leaveOutArgument: (name) => `leave out ${name}`,
  moreMemory: () => ": give it more",
  longerStart: () => ["where it only needs longer, give it more seconds to start"],
  longerFirstStart: () => "its first start goes on, and the next pulumi up waits for it again",
  writableRoot: () =>
    "its root can only be read: give it a folder in memory, a volume, or a root that can be written to",
  withoutCertificate: () =>
    "the authority gave no certificate, and until it does nothing answers: mend what it objects to, docker restart this container, and run up again; or go back to plain HTTP",
  otherMachine: () => "the platform of its image",
  ownCommand: (entrypoint, command) =>
    `the image has the ENTRYPOINT ${entrypoint}, which was given the words of the command: ${command}; where it is no script that runs what it is given, let the command be a list of the words that come after it`,
  otherCheck: () =>
    "let its health check begin with a program of the image, or ask from beside it, over the network",
  withoutShell: () => "let the app read files below /run/secrets",
  beginElsewhere: () => "or begin with an empty database on one of another host name",
  moveData: () =>
    "to move the data, back it up then, destroy the stack, name it anew, and restore that after an up",
};

const inUse: Advice = { ...NEUTRAL };

/** What components say from now on. Called before the first component is made, by who knows the settings. */
export function adviseBy(advice: Advice): void {
  Object.assign(inUse, advice);
}

/** What is said to do. Gates run it in a process of their own: it goes into their code as it is then. */
export const advice: Readonly<Advice> = inUse;
