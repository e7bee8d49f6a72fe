import type Docker from "dockerode";
import type { StackId } from "../../components";
import { databaseEngine } from "../../components/databases";
import { nameOf } from "../../components/labels";
import { execIn } from "../../docker/exec";
import { orMissing } from "../../docker/missing";
import { userError } from "../../shared/user-error";
import { isOwn } from "./conflicts";
import { variableOf } from "./data-version";
import type { TriedServer } from "./tried-servers";

/**
 * Refuses another name of a database where its server has none of that name: the app would find an empty one,
 * and the data would stay in that of the former name.
 *
 * @throws pulumi.RunError with what to do.
 */
export async function refuseOtherName(
  docker: Docker,
  { place, role, engine, data, name }: TriedServer,
  id: StackId,
): Promise<void> {
  const { backup, names, product } = databaseEngine(engine);
  if (backup.databaseVariable === undefined || "none" in names) return;
  const server = await serverOf(docker, id, role, data);
  const former = variableOf(server?.env, backup.databaseVariable);
  if (!server || !former || former === name) return;
  if (server.container && (await hasDatabase(server.container, engine, name))) return;
  // A path into `database: postgres` alone would drop the engine.
  const set = `pulumi config set --stack ${id.stack} --path ${place}`;
  const client = `./pulumiw db ${role} --stack ${id.stack} --admin --`;
  throw userError(
    [
      `${place}.name: the data of this stack is in the database ${former} of its ${product} server, which has none called ${name}; nothing was changed. One of:`,
      `  stay with it: ${set}.engine ${engine} && ${set}.name ${former}`,
      `  take the data along: ./pulumiw backup now FILE --database ${role} --stack ${id.stack}; make the new one as below, pulumi up --stack ${id.stack}, and ./pulumiw backup restore FILE --database ${role} --stack ${id.stack}`,
      `  begin with an empty one: ${client} ${names.make(name)}`,
    ].join("\n"),
  );
}

/** The server that has the data now; its container is undefined where it runs elsewhere, or not at all. */
async function serverOf(docker: Docker, id: StackId, role: string, data: string) {
  const name = nameOf(id, role);
  const found = await orMissing(docker.getContainer(name).inspect());
  if (found) {
    const isIt = isOwn(found.Config.Labels, id) && found.Mounts.some(({ Name }) => Name === data);
    if (!isIt) return undefined;
    const container = found.State.Running ? docker.getContainer(found.Id) : undefined;
    return { env: found.Config.Env, container };
  }
  // Whoever is no manager has no services, and says so with an error.
  const service = await docker
    .getService(name)
    .inspect()
    .catch(() => undefined);
  const spec = service?.Spec?.TaskTemplate?.ContainerSpec;
  if (!spec || !isOwn(service.Spec.Labels, id)) return undefined;
  if (!spec.Mounts?.some(({ Source }: { Source?: string }) => Source === data)) return undefined;
  const filters = { label: [`com.docker.swarm.service.id=${service.ID}`], status: ["running"] };
  const [task] = await docker.listContainers({ filters });
  return { env: spec.Env, container: task && docker.getContainer(task.Id) };
}

async function hasDatabase(
  container: Docker.Container,
  engine: TriedServer["engine"],
  name: string,
): Promise<boolean> {
  const { client, names } = databaseEngine(engine);
  if ("none" in names) return false;
  const { exitCode, stdout } = await execIn(container, [
    "sh",
    "-c",
    client("admin"),
    "sh",
    ...names.find(name),
  ]);
  return exitCode === 0 && stdout.trim() === "1";
}
