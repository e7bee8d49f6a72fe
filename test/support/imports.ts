import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const ROOT = join(__dirname, "../..");

/** A file of the project, and what it loads. */
export interface Source {
  /** Relative to the project. */
  file: string;
  text: string;
  /** Files of the project, and packages by their names. Types alone are no load. */
  loads: string[];
  /** The same of what is loaded once it is needed. */
  loadsLater: string[];
}

const IMPORT = /(?:^|\n)(?:import|export)\s+(?!type\b)[^;]*?from\s+"([^"]+)"/g;
const LATER = /(?:import|require)\("([^"]+)"\)/g;

/** The TypeScript files of a folder of the project. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const text = readFileSync(join(ROOT, file), "utf8");
      const found = (pattern: RegExp) =>
        [...text.matchAll(pattern)].map(([, path = ""]) => loaded(file, path));
      return { file, text, loads: found(IMPORT), loadsLater: found(LATER) };
    });
}

function loaded(file: string, path: string): string {
  if (!path.startsWith(".")) return path;
  const target = join(ROOT, dirname(file), path);
  const candidates = [`${target}.ts`, join(target, "index.ts"), target];
  return relative(ROOT, candidates.find(existsSync) ?? target);
}

/** A text without its comments. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

/** The files of a circle in which files load one another; undefined where there is none. */
export function circleIn(sources: readonly Source[]): string[] | undefined {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const done = new Set<string>();
  const visit = (file: string, above: readonly string[]): string[] | undefined => {
    if (above.includes(file)) return [...above.slice(above.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of byFile.get(file)?.loads ?? []) {
      const circle = byFile.has(next) ? visit(next, [...above, file]) : undefined;
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const { file } of sources) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}
