import { lstatSync } from "node:fs";
import { join, posix } from "node:path";
import { type Add, Copy, DockerfileParser, type Instruction } from "dockerfile-ast";
import { bytesOf, shownPath } from "../../docker/context/file-name";
import { userError } from "../../shared/user-error";
import type { BuildContext } from "./build-context";
import { type Stage, stageFor, stagesOf } from "./dockerfile";

/** A file or folder of the context that a Dockerfile copies. */
export interface CopiedSource {
  /** Relative to the context, with slashes. */
  path: string;
  /** In the Dockerfile, counted from 1. */
  line: number;
}

/**
 * Refuses a Dockerfile that copies what the ignore file leaves out: the builder would only say, after
 * it has begun, that there is no such file.
 *
 * @param argument that names the Dockerfile, for messages.
 */
export function refuseIgnoredSources(
  folder: string,
  dockerfile: string,
  text: string,
  target: string | undefined,
  context: BuildContext,
  argument: string,
): void {
  for (const { path, line } of copiedSources(text, target)) {
    const cause = context.ignore.cause(path);
    if (!cause || isKept(path, context) || !isThere(join(folder, path))) continue;
    throw userError(
      `${argument}: line ${line} of ${dockerfile} copies ${path}, which line ${cause.line} of ${shownPath(context.ignoreFile)} leaves out: ${shownPath(cause.text)}; take that line away, or add one at the end: !${path}`,
    );
  }
}

function isKept(path: string, { entries, dockerfile }: BuildContext): boolean {
  const kept = [dockerfile, ...entries.map((entry) => entry.path)];
  return kept.some((other) => other === path || other.startsWith(`${path}/`));
}

const isThere = (path: string) => {
  try {
    return lstatSync(bytesOf(path), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
};

/** What the stages that a target needs copy from the context, as far as the text says it plainly. */
export function copiedSources(text: string, target: string | undefined): CopiedSource[] {
  const stages = stagesOf(text);
  const instructions = DockerfileParser.parse(text).getInstructions();
  const last = stageFor(stages, target);
  const needed = new Set<Stage>(last ? [last] : []);
  // A set is walked with what is added to it meanwhile.
  for (const stage of needed) {
    for (const name of [stage.from, ...instructions.filter(isIn(stage)).flatMap(fromOf)]) {
      const other = stages.find(
        (each, i) => each.name?.toLowerCase() === name.toLowerCase() || `${i}` === name,
      );
      if (other && other.firstLine < stage.firstLine) needed.add(other);
    }
  }
  return [...needed].flatMap((stage) => instructions.filter(isIn(stage)).flatMap(sourcesOf));
}

const isIn = (stage: Stage) => (instruction: Instruction) => {
  const { line } = instruction.getRange().start;
  return line > stage.firstLine && line <= stage.lastLine;
};

/** Stages and images that an instruction takes files from. */
function fromOf(instruction: Instruction): string[] {
  return [...instruction.getTextContent().matchAll(/--(?:from=|mount=\S*?\bfrom=)([^\s,]+)/g)].map(
    ([, name = ""]) => name,
  );
}

/** Not where the source is a pattern, an address, a variable, or comes from another stage. */
function sourcesOf(instruction: Instruction): CopiedSource[] {
  const keyword = instruction.getKeyword();
  if (keyword !== "COPY" && keyword !== "ADD") return [];
  if (instruction instanceof Copy && instruction.getFromFlag()) return [];
  const json = (instruction as Copy | Add).getJSONStrings().map((each) => each.getJSONValue());
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const given = (json.length > 0 ? json : words).filter((word) => !word.startsWith("--"));
  const line = instruction.getRange().start.line + 1;
  return given
    .slice(0, -1)
    .filter((source) => !/[*?[\]$\\"']|^<<|:\/\/|^git@/.test(source))
    .map((source) => posix.normalize(`/${source}`).replace(/^\/|\/$/g, ""))
    .filter((path) => path !== "")
    .map((path) => ({ path, line }));
}
