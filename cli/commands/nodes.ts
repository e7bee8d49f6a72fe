import { engineError } from "../../deploy/checks/engine-error";
import type { LightClient } from "../../docker/light-client";
import type { NodeInfo } from "../../docker/node-label";
import { UserError } from "../../shared/errors";
import { clientFor, type OpenPlace } from "./engine";
import type { Part } from "./part";

/** The label of a node that says at which address its engine is reached. */
export const ADDRESS_LABEL = "berth.address";

/**
 * A client of the engine that has a part: that of the stack, or of the node that the part is on. A node's
 * address is what its label says; else that of the stack's with the node's own host in it.
 *
 * @param words a command that a person can give to the part on its node instead.
 * @throws UserError that says how a node is reached of which no address is known.
 */
export async function clientOf(
  place: OpenPlace,
  part: Part,
  words: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<LightClient> {
  if (part.elsewhere === undefined) return place.client;
  const node = await place.client.ask<NodeInfo>("GET", `/nodes/${part.elsewhere}`);
  const address = addressOf(node, place.host.address);
  const name = node.Description.Hostname;
  const there = `ssh://USER@${node.Status.Addr ?? "HOST"}`;
  const label = `docker node update --label-add ${ADDRESS_LABEL}=${there} ${node.ID}`;
  const directly =
    words === undefined
      ? ""
      : `; or ask it directly: DOCKER_HOST=${there} docker exec -it ${part.id.slice(0, 12)} ${words}`;
  const how = `say once how its engine is reached: ${label}${directly}`;
  if (address === undefined) {
    throw new UserError(`${part.name} is on the node ${name}, whose address is not known; ${how}`);
  }
  const host = { address, from: `the node ${name}` };
  const client = clientFor(place, host, env);
  await client.ask("GET", "/_ping").catch((error: Error) => {
    const why = error instanceof UserError ? error.message : engineError(host, error, "");
    throw new UserError(`${part.name} is on the node ${name}: ${why}; ${how}`);
  });
  return client;
}

/** A node's own address; undefined where the stack's engine says nothing of how others are reached. Pure. */
export function addressOf({ Spec, Status }: NodeInfo, ofStack: string): string | undefined {
  const labelled = Spec.Labels?.[ADDRESS_LABEL];
  if (labelled) return labelled;
  const url = new URL(ofStack);
  if (!Status.Addr || (url.protocol !== "ssh:" && url.protocol !== "tcp:")) return undefined;
  const user = url.username ? `${url.username}@` : "";
  const host = Status.Addr.includes(":") ? `[${Status.Addr}]` : Status.Addr;
  return `${url.protocol}//${user}${host}${url.port ? `:${url.port}` : ""}`;
}
