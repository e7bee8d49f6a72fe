import type { OpenPlace } from "../engine";
import type { Fault } from "../faults";
import type { Part } from "../part";

/** What every look is given. */
export interface Context {
  place: OpenPlace;
  /** With what they use. */
  parts: readonly Part[];
  /** In milliseconds since 1970. */
  now: number;
  /** Variables that lead to engines, such as those of certificates. */
  env: NodeJS.ProcessEnv;
}

/** Looks at one thing, and changes nothing. */
export type Look = (context: Context) => Promise<Fault[]>;

/** `--stack NAME`, for commands that mend. */
export const on = ({ id }: Context["place"]): string => `--stack ${id.stack}`;

/** A command line for the machine of the engine, as a person gives it from here. Pure. */
export function onServer(address: string, command: string): string {
  const url = new URL(address);
  if (url.protocol !== "ssh:") return command;
  const port = url.port ? `-p ${url.port} ` : "";
  const there = command.includes("&&") ? `'${command}'` : command;
  return `ssh ${port}${url.username ? `${url.username}@` : ""}${url.hostname} ${there}`;
}
