import { constants, readdirSync, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pulumiHome } from "../../shared/workspace";
import { isFile } from "../is-file";
import type { Machine } from "../machine";
import type { NoCli, OfficialCli } from "./choice";
import type { Notes } from "./notes";
import { getFromNpm } from "./npm-cli";

interface Candidate {
  command: string;
  from: string;
}

/** The pulumi CLI: the first that runs of those on PATH, in PULUMI_HOME, and from npm. */
export async function findCli(
  machine: Machine,
  notes: Notes,
  get: typeof getFromNpm = getFromNpm,
): Promise<OfficialCli | NoCli> {
  const here = await firstThatRuns(candidates(machine.env), machine, notes);
  if (here) return here;
  const failure = await get(machine, notes);
  const got = failure === undefined && (await firstThatRuns(fromNpm(machine.env), machine, notes));
  if (got) return got;
  const reason = failure ? `: ${failure}` : "";
  return { why: `no pulumi CLI on PATH, in PULUMI_HOME or from npm${reason}` };
}

/** Every pulumi CLI of this machine, in the order in which they are preferred. */
export function candidates(env: NodeJS.ProcessEnv): Candidate[] {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [
    ...folders.map((folder) => ({ command: join(folder, "pulumi"), from: "PATH" })),
    { command: join(pulumiHome(env), "bin", "pulumi"), from: "PULUMI_HOME" },
    ...fromNpm(env),
  ].filter(({ command }) => isFile(command, constants.X_OK));
}

/** The npm package `pulumi` keeps what it downloads here, and so does Pulumi's Automation API. */
function fromNpm(env: NodeJS.ProcessEnv): Candidate[] {
  const folder = join(pulumiHome(env), "versions");
  return versionsIn(folder).map((version) => ({
    command: join(folder, version, "bin", "pulumi"),
    from: "npm",
  }));
}

/** The newest first. */
function versionsIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  } catch {
    return [];
  }
}

async function firstThatRuns(
  all: readonly Candidate[],
  machine: Machine,
  notes: Notes,
): Promise<OfficialCli | undefined> {
  for (const candidate of all) {
    const version = await versionOf(candidate.command, machine, notes);
    if (version !== undefined) return { ...candidate, version };
  }
  return undefined;
}

/** Asking takes a few tenths of a second, so the answer is kept for as long as the file is the same. */
async function versionOf(
  command: string,
  machine: Machine,
  notes: Notes,
): Promise<string | undefined> {
  const { size, mtimeMs } = statSync(command);
  const key = `version of ${realpathSync(command)} ${size} ${mtimeMs}`;
  const known = notes.get(key);
  if (known !== undefined) return known;
  const env = { ...machine.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, output } = await machine.capture(command, ["version"], { env, limitMs: 20_000 });
  const version = /^v?(\d+\.\d+\.\d+\S*)$/m.exec(output)?.[1];
  if (code !== 0 || version === undefined) return undefined;
  notes.set(key, version);
  return version;
}
