import { readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { findProject } from "../../shared/project";
import { knownUserName } from "../../shared/user-name";
import { backendUrl, historyFolder, readJson, stateFolder } from "../../shared/workspace";
import { asMapping, asText } from "../../shared/yaml-file";
import type { CommandLine } from "../command-line";
import type { ProofFigures } from "../proof/figures";
import { chooseStack } from "../stack/choose-stack";
import { folderOf } from "../stack/folder";

/** What is known of a run that no engine writes down: it is kept in a file beside the run's own in the history. */
export interface RunNote {
  /** Who gave the command. */
  by?: string;
  /** What became of requests while a new version took over. */
  probe?: ProofFigures;
}

/** A run of the history, with the nanoseconds since 1970 of its end: `prod-1769853642000000000.history.json`. */
const RUN = /^(.+-(\d+))\.history\.json(\.gz)?$/;

/** Begins of the names of all files of each run, the newest first. */
export function runsIn(folder: string): { prefix: string; ended: number; packed: string }[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const [, prefix = "", nanoseconds = "", packed = ""] = RUN.exec(name) ?? [];
      return prefix ? [{ prefix, ended: Number(nanoseconds) / 1e6, packed }] : [];
    })
    .sort((one, other) => other.ended - one.ended);
}

const noteFile = (folder: string, prefix: string) => join(folder, `${prefix}.note.json`);

/** The note of a run; empty where there is none. */
export function noteOf(folder: string, prefix: string): RunNote {
  const { by, probe } = readJson(noteFile(folder, prefix));
  const { path, requests, failures, slowest } = asMapping(probe);
  const figures = {
    path: String(path),
    ...{ requests: Number(requests), failures: Number(failures), slowest: Number(slowest) },
  };
  return { by: asText(by), ...(requests !== undefined && { probe: figures }) };
}

/**
 * Keeps a note of the run of a command line that has just ended, in a history that is in a folder of this
 * machine. One that cannot be kept is no reason for anything.
 *
 * @param began in milliseconds since 1970; a run that ended before is another one's.
 */
export function keepNote(
  line: Pick<CommandLine, "stack" | "cwd">,
  env: NodeJS.ProcessEnv,
  began: number,
  probe: ProofFigures | undefined,
): void {
  try {
    const project = findProject(folderOf(process.cwd(), line.cwd));
    if (!project) return;
    const url = backendUrl(project, env);
    const state = stateFolder(project, url);
    const { name } = chooseStack(line.stack, project, url, env);
    const folder = state && historyFolder(state, project.name, name);
    const [newest] = folder ? runsIn(folder) : [];
    if (!folder || !newest || newest.ended < began) return;
    const note: RunNote = { by: whoIs(env), ...(probe && { probe }) };
    writeFileSync(noteFile(folder, newest.prefix), `${JSON.stringify(note)}\n`);
  } catch {
    // A disk that is full, a folder that is somebody else's.
  }
}

/** Who gives commands here: of a pipeline the person who began it, else the user of this machine. Pure but for that. */
export function whoIs(env: NodeJS.ProcessEnv): string {
  const person = env.GITHUB_ACTOR || env.GITLAB_USER_LOGIN || env.BUILDKITE_BUILD_CREATOR;
  if (person) return person;
  // Commands of sudo are those of who gave them.
  const user = env.SUDO_USER || (knownUserName() ?? `uid-${process.getuid?.()}`);
  return `${user}@${hostname()}`;
}
