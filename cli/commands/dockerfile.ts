import { existsSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { LEFT_OUT } from "../../components/app/build-context";
import { generateDockerfile } from "../../components/app/python/dockerfile";
import { ContextError } from "../../docker/context/context-error";
import { UserError } from "../../shared/errors";
import type { Run } from "./command";

/** `dockerfile`: writes the Dockerfile that is made for an app, and says which files it has written. */
export const dockerfile: Run = async (line, { cwd: here }) => {
  const cwd = resolve(here, line.text("cwd") ?? "");
  const [given] = line.operands;
  const print = line.has("print");
  if (given === undefined) {
    throw new UserError(
      "dockerfile: which folder is the app in? ./pulumiw dockerfile FOLDER; see ./pulumiw dockerfile --help",
    );
  }
  const folder = resolve(cwd, given);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`there is no folder ${given}`);
  }
  const shown = (name: string) => relative(cwd, join(folder, name)) || name;
  if (!print && existsSync(join(folder, "Dockerfile"))) {
    throw new UserError(
      `${shown("Dockerfile")} is there already; --print shows the one that is made`,
    );
  }
  const { text } = generated(folder, given);
  if (print) {
    process.stdout.write(text);
    return;
  }
  const files = { Dockerfile: text, ".dockerignore": `${LEFT_OUT.join("\n")}\n` };
  for (const [name, content] of Object.entries(files)) {
    if (existsSync(join(folder, name))) continue;
    writeFileSync(join(folder, name), content);
    process.stdout.write(`written: ${shown(name)}\n`);
  }
};

function generated(folder: string, given: string) {
  try {
    const made = generateDockerfile(folder);
    if (made) return made;
  } catch (error) {
    throw error instanceof ContextError ? new UserError(error.message) : error;
  }
  throw new UserError(`there is no Python file in ${given}, so nothing says how its app is built`);
}
