import { relative, resolve } from "node:path";
import { UserError } from "../../../shared/errors";
import type { Run } from "../../commands/command";
import { openFor } from "../../commands/engine";
import type { OwnLine } from "../../commands/line";
import { formerProject } from "../former";
import { modeOf, projectOf, stackOf, writeStackFile } from "../write-stack-file";
import { REAL_FILES } from "./read/files";
import { readComposeProject, standardFiles } from "./read/project";

/** `import compose`: writes the stack file of what Compose files run. */
export const importCompose: Run = async (line, surroundings) => {
  const { cwd, machine } = surroundings;
  const stack = stackOf(line, "import compose");
  const project = projectOf(line, cwd);
  const compose = readComposeProject({
    names: filesOf(line, cwd, modeOf(line, stack)),
    env: machine.env,
    profiles: line.list("profile"),
    envFiles: line.list("env-file").map((name) => resolve(cwd, name)),
  });
  let former: Awaited<ReturnType<typeof formerProject>> | undefined;
  if (line.has("adopt")) {
    const { client, host } = openFor(line, surroundings);
    former = await formerProject(client, compose.name);
    const volumes = Object.values(compose.volumes).filter(({ name }) => former?.volumes.has(name));
    if (former.containers.length === 0 && volumes.length === 0) {
      throw new UserError(
        `--adopt: the engine at ${host.address} (${host.from}) has neither containers nor volumes of the Compose project ${compose.name}; name the project that docker compose ls -a shows in COMPOSE_PROJECT_NAME, or leave --adopt out`,
      );
    }
  }
  const made = (file: string) =>
    `import compose of ${compose.files.map((name) => relative(file, name)).join(" and ")}`;
  await writeStackFile(line, surroundings, { project, stack, compose, former, made });
  return undefined;
};

/** Those that were named; else those that Compose reads by itself, with the one for production in prod. */
function filesOf(line: OwnLine, cwd: string, mode: "dev" | "prod"): string[] {
  const named = [...line.operands, ...line.list("file")].map((name) => resolve(cwd, name));
  if (named.length > 0) return named;
  const all = standardFiles(cwd);
  const [main] = all;
  if (main === undefined) {
    throw new UserError(
      `there is no compose.yaml in ${cwd}; name the file: ./pulumiw import compose FILE --stack STACK`,
    );
  }
  if (mode === "dev") return all;
  const production = ["prod", "production"]
    .flatMap((word) => ["yaml", "yml"].map((end) => main.replace(/\.ya?ml$/, `.${word}.${end}`)))
    .find((name) => REAL_FILES.isFile(name));
  return production === undefined ? [main] : [main, production];
}
