import type Docker from "dockerode";
import type { StackId } from "../../components";
import { registryHostOf } from "../../components/app/app-image";
import { connect } from "../../docker/connect";
import { isPreview, leaveToUpdate } from "../../shared/preview";
import { refuseOtherName } from "./database-name";
import { refuseToLoseConfig } from "./former-config";
import { refuseOtherData } from "./former-data";
import { compareVersions, type FoundUpgrade } from "./server-image";
import type { TriedConfig, TriedServers } from "./tried-servers";
import { runsAlready, tryConfig } from "./try-config";
import { isOnEngine, type Login, type PulledImage, tryPull } from "./try-pull";

/**
 * Pulls the images of databases and edges, and has each database's image read its configuration, though
 * not in a preview; looks whether a person's configuration would be lost.
 *
 * @param known names of the volumes that the engine has.
 * @returns the upgrades to a new major version that the next `up` makes, by the names of the databases.
 * @throws pulumi.RunError with the setting that is wrong.
 */
export async function tryServers(
  address: string,
  { pulls, servers = [] }: TriedServers,
  id: StackId,
  known: ReadonlySet<string> = new Set(),
  login?: Login,
): Promise<Record<string, FoundUpgrade>> {
  const docker = connect(address);
  if (isPreview()) {
    const configs = servers.flatMap(({ config }) => config ?? []);
    await Promise.all([
      leavePulls(docker, pulls),
      ...configs.map((config) => leaveConfig(docker, config, id)),
    ]);
  } else {
    await Promise.all(pulls.map((image) => pullFrom(docker, image, login)));
  }
  const upgrades: Record<string, FoundUpgrade> = {};
  for (const server of servers) {
    const { former, config } = server;
    // Its words are the clearer ones where a container has the data still.
    await refuseOtherData(docker, server, id);
    const [upgrade] = await Promise.all([
      compareVersions(docker, server, id, known),
      refuseOtherName(docker, server, id),
    ]);
    if (upgrade) upgrades[server.role] = upgrade;
    if (former) await refuseToLoseConfig(docker, former, id);
    if (config && !isPreview()) await tryConfig(docker, config, id);
  }
  return upgrades;
}

function pullFrom(docker: Docker, image: PulledImage, login: Login | undefined): Promise<void> {
  const isThere = login && image.reference.startsWith(`${registryHostOf(login.server)}/`);
  return tryPull(docker, image, isThere ? login : undefined);
}

async function leavePulls(docker: Docker, pulls: readonly PulledImage[]): Promise<void> {
  const leave = async ({ reference }: PulledImage) => {
    if (!(await isOnEngine(docker, reference))) leaveToUpdate(`${reference} is still to be pulled`);
  };
  await Promise.all(pulls.map(leave));
}

async function leaveConfig(docker: Docker, config: TriedConfig, id: StackId): Promise<void> {
  const isTried = await runsAlready(docker, config, id).catch(() => false);
  if (!isTried) leaveToUpdate("the database's configuration is still to be tried");
}
