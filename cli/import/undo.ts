import type Docker from "dockerode";
import { type DatabaseEngineName, databaseEngine } from "../../components/databases";
import { DATABASE_LABEL } from "../../components/labels";
import { orAlready } from "../../docker/already";
import { connect } from "../../docker/connect";
import { fileIn } from "../../docker/container-file";
import { execIn } from "../../docker/exec";
import { orMissing } from "../../docker/missing";
import { UserError } from "../../shared/errors";
import { shellWord } from "../../shared/shell-word";
import { asMapping, asText, readMapping } from "../../shared/yaml-file";
import type { Run } from "../commands/command";
import { type OpenPlace, ofStack, openFor } from "../commands/engine";
import { formerUsers } from "./former-users";

type Inspected = Docker.ContainerInspectInfo;

/** Time for a clean end of whatever serves data. */
const SERVER_GRACE_SECONDS = 60;

const nameOf = ({ Name }: Inspected) => Name.replace(/^\//, "");
const volumesOf = ({ Mounts }: Inspected) => Mounts.flatMap(({ Name }) => Name ?? []);

/**
 * `import undo`: back to the containers whose place a stack took. The stack's app is stopped first, then the
 * users of its databases get the passwords that they had, and last the former containers start.
 */
export const importUndo: Run = async (line, surroundings) => {
  const { machine } = surroundings;
  const place = openFor(line, surroundings);
  const { stack } = place.id;
  const names = adoptedBy(place);
  const docker = connect(place.host.address);
  const formers = await Promise.all(names.map((name) => formerOf(docker, name, stack)));
  const own = await ownOf(docker, place);
  if (place.settings.isOnSwarm) {
    throw new UserError(
      `import undo: the stack ${stack} is on a Swarm, which would start again what is stopped; give the databases' users their former passwords (./pulumiw db --admin --stack ${stack}), then: pulumi destroy --stack ${stack}; docker start ${names.join(" ")}`,
    );
  }
  const question = `Stop the stack ${stack}, and start ${names.join(", ")} again?`;
  if (!line.has("yes")) {
    if (!machine.interactive) {
      throw new UserError(`${question} Nobody can be asked here: say so with --yes`);
    }
    if (!(await machine.ask(question, false))) throw new UserError("nothing was changed");
  }
  const servers = own.filter(({ Config }) => Config.Labels[DATABASE_LABEL] !== undefined);
  await stopAll(
    docker,
    own.filter((one) => !servers.includes(one)),
  );
  for (const server of servers) await leave(docker, server, formers, machine.say);
  await stopAll(docker, servers);
  const shared = new Set(servers.flatMap(volumesOf));
  const isServer = (one: Inspected) => volumesOf(one).some((name) => shared.has(name));
  for (const one of [...formers.filter(isServer), ...formers.filter((it) => !isServer(it))]) {
    if (!one.State.Running) await docker.getContainer(one.Id).start();
    process.stdout.write(`started ${nameOf(one)}\n`);
  }
  machine.say(
    `the stack ${stack} is stopped; to have Docker start the former containers by itself again: docker update --restart unless-stopped ${names.join(" ")}`,
  );
  machine.say(
    `to remove what is left of the stack, before another up, while the data stays: ./pulumiw destroy --stack ${stack}`,
  );
};

/** Names in the stack file's `adopt`. */
function adoptedBy({ file, project, id }: OpenPlace): string[] {
  const config = asMapping(readMapping(file).config);
  const given = config.adopt ?? config[`${project.name}:adopt`];
  const names = Array.isArray(given) ? given.flatMap((one) => asText(one) ?? []) : [];
  if (names.length > 0) return names;
  throw new UserError(
    `import undo: the stack ${id.stack} took nobody's place: there is no adopt in its settings`,
  );
}

async function formerOf(docker: Docker, name: string, stack: string): Promise<Inspected> {
  const found = await orMissing(docker.getContainer(name).inspect());
  if (found) return found;
  throw new UserError(
    `import undo: the container ${name} is gone, so that there is no way back to it; nothing was changed; to go back without it, take it out of adopt in Pulumi.${stack}.yaml`,
  );
}

/** The running containers of the stack. */
async function ownOf(docker: Docker, { id }: OpenPlace): Promise<Inspected[]> {
  const filters = ofStack(id);
  const listed = await docker.listContainers({ filters });
  return Promise.all(listed.map(({ Id }) => docker.getContainer(Id).inspect()));
}

/** Docker would start them again with its own next start, beside those that have the data then. */
async function stopAll(docker: Docker, containers: readonly Inspected[]): Promise<void> {
  await Promise.all(
    containers.map(async (one) => {
      const container = docker.getContainer(one.Id);
      await container.update({ RestartPolicy: { Name: "no" } });
      await orAlready(container.stop({ t: SERVER_GRACE_SECONDS }));
      process.stdout.write(`stopped ${nameOf(one)}\n`);
    }),
  );
}

/** Has a server leave its data as the former one expects it. */
async function leave(
  docker: Docker,
  server: Inspected,
  formers: readonly Inspected[],
  say: (line: string) => void,
): Promise<void> {
  const volumes = volumesOf(server);
  const former = formers.find((one) => volumesOf(one).some((name) => volumes.includes(name)));
  if (!former) return;
  const name = server.Config.Labels[DATABASE_LABEL] as DatabaseEngineName;
  const { takeOver, client } = databaseEngine(name);
  const read = async (path: string) => (await fileIn(docker.getContainer(former.Id), path))?.trim();
  const users = await formerUsers(name, former.Config.Env, read);
  const command = ["sh", "-c", 'printf "%s\\n" "$WORDS" | sh -c "$1" sh', "sh", client("admin")];
  const env = [`WORDS=${takeOver.leave(users)}`];
  const { exitCode, output } = await execIn(docker.getContainer(server.Id), command, { env });
  if (exitCode !== 0) {
    throw new UserError(
      `${nameOf(server)} did not take the former passwords: ${output.trim()}; it runs on, and nothing else was started; to begin again: ./pulumiw import undo --stack ${shellWord(server.Config.Labels["berth.stack"] ?? "")}`,
    );
  }
  const known = users.map((user) => user.name).join(", ");
  if (known) say(`the users ${known} of ${nameOf(server)} have their former passwords`);
}
