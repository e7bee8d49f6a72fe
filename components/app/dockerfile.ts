import { DockerfileParser } from "dockerfile-ast";

/** A build stage: from its FROM line to the line before the next one. */
export interface Stage {
  /** Name after AS; undefined where the stage has none. */
  name: string | undefined;
  /** What FROM names: an image or an earlier stage. */
  from: string;
  /** Zero-based, the last one included. */
  firstLine: number;
  lastLine: number;
}

/** The stages of a Dockerfile, in order. */
export function stagesOf(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const { start, end } = instruction.getRange();
    if (instruction.getKeyword() === "FROM") {
      const words = instruction.getArguments().map((argument) => argument.getValue());
      const [from = "", as, name] = words.filter((word) => !word.startsWith("--"));
      stages.push({
        name: as?.toLowerCase() === "as" ? name : undefined,
        from,
        firstLine: start.line,
        lastLine: end.line,
      });
      continue;
    }
    const stage = stages.at(-1);
    if (stage) stage.lastLine = end.line;
  }
  return stages;
}

/**
 * The stage of that name, or the last one; undefined where there is none of that name. As in
 * BuildKit, case does not matter.
 */
export function stageFor(stages: readonly Stage[], target: string | undefined): Stage | undefined {
  if (target === undefined) return stages.at(-1);
  return stages.find(({ name }) => name?.toLowerCase() === target.toLowerCase());
}

/**
 * The folders that a stage declares as volumes, with those of the stages that it is based on, and the image
 * or build argument that the first of these is based on. What a variable names is left out.
 */
export function volumesOf(
  text: string,
  stages: readonly Stage[],
  stage: Stage,
): { volumes: string[]; from: string } {
  const instructions = DockerfileParser.parse(text).getInstructions();
  const own = instructions
    .filter((instruction) => instruction.getKeyword() === "VOLUME")
    .filter((instruction) => {
      const { line } = instruction.getRange().start;
      return line >= stage.firstLine && line <= stage.lastLine;
    })
    .flatMap((instruction) => pathsIn(instruction.getRawArgumentsContent() ?? ""));
  const earlier = stages.slice(0, stages.indexOf(stage));
  const base = earlier.findLast(({ name }) => name?.toLowerCase() === stage.from.toLowerCase());
  if (!base) return { volumes: own, from: stage.from };
  const inherited = volumesOf(text, stages, base);
  return { volumes: [...inherited.volumes, ...own], from: inherited.from };
}

/** As a list of JSON, or as words. */
function pathsIn(written: string): string[] {
  const words = written.trimStart().startsWith("[")
    ? [...written.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word)
    : written.split(/[\s\\]+/);
  return words.filter((word) => word.startsWith("/"));
}

/**
 * The Dockerfile with labels at the end of a stage. The docker provider's build has no input for
 * labels, and an image without them could not be told apart from anybody else's.
 */
export function withLabels(text: string, stage: Stage, labels: Record<string, string>): string {
  const lines = text.split("\n");
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  lines.splice(stage.lastLine + 1, 0, `LABEL ${pairs.join(" ")}`);
  return lines.join("\n");
}
