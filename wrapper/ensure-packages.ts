import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Machine } from "./machine";
import type { Project } from "./project";
import { Stop } from "./stop";
import { asMapping } from "./yaml-file";

/**
 * Installs the packages of a project that has a package.json of its own, as an example does, where
 * one of them is missing.
 */
export async function ensurePackages({ folder }: Project, machine: Machine): Promise<void> {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return;
  const { dependencies } = asMapping(JSON.parse(readFileSync(file, "utf8")));
  const missing = Object.keys(asMapping(dependencies)).filter((name) => !isThere(folder, name));
  if (missing.length === 0) return;
  machine.say(`installing the packages of ${file} (npm install): ${missing.join(", ")}`);
  const quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  const { code, output } = await machine.capture("npm", ["install", ...quiet], { cwd: folder });
  if (code !== 0) {
    throw new Stop(`npm install failed; once it works in ${folder}, run this again\n${output}`);
  }
}

/** Whether Node.js finds a package from a folder: in its node_modules or in those of one above. */
function isThere(folder: string, name: string): boolean {
  if (existsSync(join(folder, "node_modules", name))) return true;
  const above = dirname(folder);
  return above !== folder && isThere(above, name);
}
