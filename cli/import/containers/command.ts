import { UserError } from "../../../shared/errors";
import type { Run } from "../../commands/command";
import { openFor } from "../../commands/engine";
import { byFolder, type Former, volumesOf } from "../former";
import { projectOf, stackOf, writeStackFile } from "../write-stack-file";
import { inspect, nameOf, type Running } from "./inspected";
import { projectOfContainers } from "./project";
import { refuseForeign } from "./refuse";

/** `import containers`: writes the stack file of what containers run that were started by hand. */
export const importContainers: Run = async (line, surroundings) => {
  const { cwd, machine } = surroundings;
  const stack = stackOf(line, "import containers");
  const project = projectOf(line, cwd);
  if (line.operands.length === 0) {
    throw new UserError(
      "import containers: which ones? Name them as docker ps -a shows them: ./pulumiw import containers NAME... --stack STACK",
    );
  }
  const { client, host } = openFor(line, surroundings);
  const adopts = line.has("adopt");
  const found = new Map<string, Running>();
  for (const name of line.operands) {
    const one = await inspect(client, name);
    if (!one) {
      throw new UserError(
        `import containers: the engine at ${host.address} (${host.from}) has no container ${name}; name those that docker ps -a shows; nothing was written`,
      );
    }
    refuseForeign(one.container, { stack, adopts });
    found.set(nameOf(one.container), one);
  }
  const all = [...found.values()];
  const compose = projectOfContainers(all, project.stackFolder);
  const former = adopts ? formerOf(all, await volumesOf(client)) : undefined;
  const made = () => `import containers ${[...found.keys()].join(" ")}`;
  await writeStackFile(line, surroundings, { project, stack, compose, former, made });
  for (const one of all) for (const text of warningsOf(one)) machine.say(text);
  return undefined;
};

const formerOf = (all: readonly Running[], volumes: Former["volumes"]): Former => ({
  containers: all.map(({ container }) => ({
    name: nameOf(container),
    service: nameOf(container),
    volumes: byFolder(container.Mounts),
  })),
  volumes,
});

/** What the stack file cannot say: an image that is known by its container alone. */
function warningsOf({ container, imageNames }: Running): string[] {
  const { Image: given = "" } = container.Config;
  const name = nameOf(container);
  if (imageNames.length === 0) {
    return [
      `the image of ${name} has no name any more (${given} is another, or none): give it one before an up: docker tag ${container.Image.slice(7, 19)} ${/^sha256:/.test(given) ? name : given}`,
    ];
  }
  const isThere = imageNames.some((one) => withTag(one) === withTag(given));
  const isId = /^(sha256:)?[0-9a-f]{12,64}$/.test(given);
  if (isThere || isId) return [];
  return [
    `${given} is another image by now than the one that ${name} runs, which is ${imageNames[0]}: an up takes the new one`,
  ];
}

const withTag = (name: string) => (/(:[^/]+|@.+)$/.test(name) ? name : `${name}:latest`);
