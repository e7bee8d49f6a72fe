import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../shared/errors";
import type { ProjectFile } from "../../shared/project";
import { asMapping } from "../../shared/yaml-file";
import type { Machine } from "../machine";

/** Says that this made a node_modules: only such a one is added to. */
const MARKER = ".berth-packages";

/** Package managers by the file in which they keep the versions of a project. */
const OTHER_MANAGERS = {
  "yarn.lock": "yarn install",
  "pnpm-lock.yaml": "pnpm install",
  "bun.lock": "bun install",
  "bun.lockb": "bun install",
};

/**
 * Installs the packages of a project that has a package.json of its own, as an example does, where
 * one of them is missing. A node_modules that somebody else made, or that leads elsewhere, is never
 * touched: npm could change the versions in it.
 */
export async function ensurePackages({ folder }: ProjectFile, machine: Machine): Promise<void> {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return;
  const { dependencies } = asMapping(JSON.parse(readFileSync(file, "utf8")));
  const missing = Object.keys(asMapping(dependencies)).filter((name) => !isThere(folder, name));
  if (missing.length === 0) return;
  const isLocked = existsSync(join(folder, "package-lock.json"));
  const verb = isLocked ? "ci" : "install";
  const obstacle = obstacleIn(folder, `npm ${verb}`);
  if (obstacle) throw new UserError(`${file} needs ${missing.join(", ")}. ${obstacle}`);
  machine.say(`installing the packages of ${file} (npm ${verb}): ${missing.join(", ")}`);
  const unlocked = isLocked ? [] : ["--no-package-lock"];
  const quiet = ["--no-audit", "--no-fund", ...unlocked, "--loglevel=error"];
  const { code, output } = await machine.capture("npm", [verb, ...quiet], { cwd: folder });
  if (code !== 0) {
    throw new UserError(
      `npm ${verb} failed; once it works in ${folder}, run this again\n${output}`,
    );
  }
  const modules = join(folder, "node_modules");
  if (existsSync(modules)) writeFileSync(join(modules, MARKER), "");
}

/** Why nothing is installed here, and what to do instead. */
function obstacleIn(folder: string, command: string): string | undefined {
  const modules = join(folder, "node_modules");
  const found = lstatSync(modules, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) {
    return `${modules} is a link, and what it leads to is left alone: install them there`;
  }
  for (const [lock, manager] of Object.entries(OTHER_MANAGERS)) {
    if (existsSync(join(folder, lock))) return `Install them: (cd ${folder} && ${manager})`;
  }
  if (!found || existsSync(join(modules, MARKER))) return undefined;
  return `${modules} was made by somebody else and is left alone; install them: (cd ${folder} && ${command})`;
}

/** Whether Node.js finds a package from a folder: in its node_modules or in those of one above. */
function isThere(folder: string, name: string): boolean {
  if (existsSync(join(folder, "node_modules", name))) return true;
  const above = dirname(folder);
  return above !== folder && isThere(above, name);
}
