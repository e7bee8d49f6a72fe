import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bytesOf } from "../../docker/context/file-name";

/** A context that a seed stands for. */
export interface GeneratedContext {
  /** Folders, then links and files, each with its path; a file's content is its path. */
  folders: { path: string; mode: number }[];
  links: { path: string; target: string }[];
  files: { path: string; mode: number }[];
  dockerfile: string;
  /** Undefined where the context has none. */
  ignore?: { file: string; content: string };
}

export const DOCKERFILE_TEXT = "FROM scratch\nCOPY . /\n";

/** How many contexts the docker client was asked about. */
export const CONTEXTS = 260;

const FOLDERS = ["src", "Src", "data", "docs.d", "my dir", "lib+", "ünï", "node_modules", "a", "b"];
const NAMES = [
  ..."app.py App.py README.md readme.md a.log B.LOG keep.txt .env .hidden x {y} a+b.txt".split(" "),
  ..."star*.txt q?.txt #hash !bang café.txt (p) a^b a$b a|b Makefile x.tar.gz z~".split(" "),
  ...[
    "[z].txt",
    "back\\slash.py",
    " lead",
    "caf\udce9.txt",
    "😀.txt",
    "two words.md",
    "a-b",
    "a,b",
  ],
];
const FILE_MODES = [0o644, 0o644, 0o644, 0o755, 0o600, 0o664, 0o640, 0o444, 0o700, 0o4755];
const FOLDER_MODES = [0o755, 0o755, 0o755, 0o700, 0o775, 0o750, 0o1777];

/** The same numbers for the same seed. */
function chanceOf(seed: number) {
  let state = seed * 2654435761;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  return { next, pick, is: (share: number) => next() < share };
}
type Chance = ReturnType<typeof chanceOf>;

export function generateContext(seed: number): GeneratedContext {
  const chance = chanceOf(seed);
  const { next, pick, is } = chance;
  const folders = new Map<string, number>();
  const addFolder = (path: string): void => {
    if (path === "." || folders.has(path)) return;
    addFolder(dirname(path));
    folders.set(path, pick(FOLDER_MODES));
  };
  const place = () => {
    const depth = Math.floor(next() * 4);
    const folder = Array.from({ length: depth }, () => pick(FOLDERS)).join("/");
    return folder ? `${folder}/` : "";
  };
  const taken = new Set<string>();
  const isFree = (path: string) => !taken.has(path) && !folders.has(path);
  const files: GeneratedContext["files"] = [];
  const links: GeneratedContext["links"] = [];
  for (let i = 6 + Math.floor(next() * 12); i > 0; i--) {
    const path = place() + pick(NAMES);
    if (!isFree(path)) continue;
    addFolder(dirname(path));
    if (taken.has(dirname(path))) continue;
    taken.add(path);
    if (is(0.15))
      links.push({ path, target: pick(["nowhere", "../x", "/no/such", ".", "app.py"]) });
    else files.push({ path, mode: pick(FILE_MODES) });
  }
  if (is(0.5)) addFolder(`${pick(FOLDERS)}/empty`);

  const dockerfile = is(0.8) ? "Dockerfile" : "docker/web.Dockerfile";
  const paths = [...taken, ...folders.keys()];
  const content = ignoreText(chance, paths);
  const file = is(0.15) ? `${dockerfile}.dockerignore` : ".dockerignore";
  return {
    folders: [...folders].map(([path, mode]) => ({ path, mode })),
    files,
    links,
    dockerfile,
    ignore: is(0.95) ? { file, content } : undefined,
  };
}

function ignoreText(chance: Chance, paths: string[]): string {
  const { next, pick, is } = chance;
  const lines = Array.from({ length: 1 + Math.floor(next() * 7) }, () => {
    const pattern = patternFor(chance, pick(paths));
    const isException = is(0.3);
    const padded = is(0.1) ? `  ${pattern} \t` : pattern;
    return isException ? `${pick(["!", "!", "! "])}${padded.trimStart()}` : padded;
  });
  if (is(0.2)) lines.unshift(pick(["*", "**", "*/*", "**/*.*"]));
  if (is(0.2)) lines.splice(1, 0, pick(["# a comment", "", "   ", " # none"]));
  const end = is(0.2) ? "\r\n" : "\n";
  return `${is(0.1) ? "\ufeff" : ""}${lines.join(end)}${is(0.8) ? end : ""}`;
}

function patternFor({ next, pick, is }: Chance, path: string): string {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  const top = parts[0] ?? "";
  const at = Math.floor(next() * path.length);
  const extension = /\.[^.]+$/.exec(name)?.[0] ?? name.slice(-1);
  const escaped = path.replace(/[\\*?[\]!#]/g, "\\$&");
  return pick([
    () => path,
    () => escaped,
    () => path.toUpperCase(),
    () => `${top}/`,
    () => `/${path}`,
    () => `./${path}`,
    () => path.replaceAll("/", "//"),
    () => `${top}/../${path}`,
    () => `**/${name}`,
    () => `**${name}`,
    () => `${top}/**`,
    () => `${top}**`,
    () => `${top}/*`,
    () => `${top}/*/${name}`,
    () => `${top}/**/${name}`,
    () => `**/${top}/**`,
    () => `*${extension}`,
    () => `**/*${extension}`,
    () => `*/*${extension}`,
    () => `*/${name}`,
    () => `${path.slice(0, at)}?${path.slice(at + 1)}`,
    () => `${path.slice(0, at)}*`,
    () => `[a-m]${path.slice(1)}`,
    () => `[^a-m]*`,
    () => `**/[${name[0] === "]" || name[0] === "-" || name[0] === "^" ? "a" : name[0]}x]*`,
    () => `{${name},x}`,
    () => `${top}/***`,
    () => (is(0.5) ? "../x" : "."),
  ])();
}

/** Makes the context's files in a folder that is there and empty. */
export function writeContext(context: GeneratedContext, root: string): void {
  const at = (path: string) => bytesOf(join(root, path));
  for (const { path } of context.folders) mkdirSync(at(path), { recursive: true });
  const write = (path: string, content: string | Buffer, mode = 0o644) => {
    mkdirSync(at(dirname(path)), { recursive: true });
    writeFileSync(at(path), content);
    chmodSync(at(path), mode);
  };
  for (const { path, mode } of context.files) write(path, bytesOf(path), mode);
  for (const { path, target } of context.links) symlinkSync(target, at(path));
  write(context.dockerfile, DOCKERFILE_TEXT);
  const { ignore } = context;
  if (ignore) write(ignore.file, bytesOf(ignore.content));
  for (const { path, mode } of context.folders) chmodSync(at(path), mode);
}
