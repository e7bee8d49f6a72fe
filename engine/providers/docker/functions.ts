import type Docker from "dockerode";

import { orMissing } from "../../../docker/missing";
import { UnsupportedError, UserError } from "../../errors";
import type { AnswerMap, InvokeResult, PropertyMap } from "../provider";
import type { Session } from "./handler";
import { networkState } from "./network/network";
import { manifestDigest } from "./registry/registry-api";
import { manifestAccess } from "./registry-image/registry-image";
import { repoDigestOf } from "./remote-image/remote-image";

type Function = (args: PropertyMap, session: Session) => Promise<AnswerMap>;

/** What programs ask the official provider for without making anything. */
const FUNCTIONS: Record<string, Function> = {
  "docker:index/getNetwork:getNetwork": getNetwork,
  "docker:index/getRegistryImage:getRegistryImage": getRegistryImage,
  "docker:index/getRemoteImage:getRemoteImage": getRemoteImage,
};

/** @throws UserError where what is asked for is not there. */
export async function invokeFunction(
  token: string,
  args: PropertyMap,
  session: () => Promise<Session>,
): Promise<InvokeResult> {
  const found = FUNCTIONS[token];
  if (!found) throw new UnsupportedError(`the function ${token}`);
  if (!args.name) return { failures: [{ property: "name", reason: "must not be empty" }] };
  return { result: await found(args, await session()) };
}

async function getNetwork({ name }: PropertyMap, { docker }: Session): Promise<AnswerMap> {
  const found = await orMissing<Docker.NetworkInspectInfo>(
    docker.getNetwork(String(name)).inspect(),
  );
  if (!found) throw new UserError(`there is no network ${String(name)} on the Docker engine`);
  const { driver, internal, scope, options, ipamConfigs } = networkState(found);
  const containers = Object.entries(found.Containers ?? {}).map(([containerId, container]) => ({
    containerId,
    endpointId: container.EndpointID,
    ipv4Address: container.IPv4Address,
    ipv6Address: container.IPv6Address,
    macAddress: container.MacAddress,
    name: container.Name,
  }));
  return {
    ...{ id: found.Id, name: found.Name, driver: driver ?? "", internal: internal ?? false },
    ...{ scope: scope ?? "", options: options ?? {}, ipamConfigs: ipamConfigs ?? [], containers },
  };
}

/** An image that the engine has. None is pulled. */
async function getRemoteImage({ name }: PropertyMap, { docker }: Session): Promise<AnswerMap> {
  const found = await orMissing(docker.getImage(String(name)).inspect());
  if (!found) throw new UserError(`there is no image ${String(name)} on the Docker engine`);
  return { id: found.Id, name: String(name), repoDigest: repoDigestOf(found, String(name)) };
}

/** The digest that a name has in its registry. */
async function getRegistryImage(args: PropertyMap, session: Session): Promise<AnswerMap> {
  const name = String(args.name);
  const insecureSkipVerify = args.insecureSkipVerify === true;
  const digest = await manifestDigest(await manifestAccess({ name, insecureSkipVerify }, session));
  if (!digest) throw new UserError(`there is no image ${name} in its registry`);
  return { id: digest, name, sha256Digest: digest, insecureSkipVerify };
}
