import { existsSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { LEFT_OUT } from "../../components/app/build-context";
import { generateDockerfile } from "../../components/app/python/dockerfile";
import { ContextError } from "../../docker/context/context-error";
import { UserError } from "../../shared/errors";

const USAGE = `Usage: ./pulumiw dockerfile FOLDER

Writes the Dockerfile that Berth makes for an app without one into the folder, to be kept and changed,
and a .dockerignore where there is none.

  --print   prints the Dockerfile, and writes nothing
`;

/**
 * Writes the Dockerfile that is made for an app, and says which files it has written.
 *
 * @param args the words of the command line.
 * @throws UserError with what is wrong and what to do.
 */
export function runDockerfile(args: readonly string[], cwd: string): void {
  const { folder: given, print, help } = flagsOf(args);
  if (help || given === undefined) {
    if (!help) throw new UserError(`dockerfile: which folder is the app in?\n\n${USAGE}`);
    process.stdout.write(USAGE);
    return;
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
}

function generated(folder: string, given: string) {
  try {
    const made = generateDockerfile(folder);
    if (made) return made;
  } catch (error) {
    throw error instanceof ContextError ? new UserError(error.message) : error;
  }
  throw new UserError(`there is no Python file in ${given}, so nothing says how its app is built`);
}

function flagsOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { print: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    const [, folder, ...more] = positionals;
    if (more.length > 0) throw new Error(`given ${more.join(" ")}`);
    return { folder, ...values };
  } catch (error) {
    throw new UserError(`dockerfile: ${(error as Error).message}\n\n${USAGE}`);
  }
}
