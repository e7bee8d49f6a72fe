import type Docker from "dockerode";

import { orMissing } from "../../../docker/missing";
import { UnsupportedError, UserError } from "../../errors";
import type { AnswerMap, InvokeResult, PropertyMap } from "../provider";
import type { Session } from "./handler";
import { getLogs } from "./logs-function";
import { networkState } from "./network/network";
import { manifestDigest, platformManifests } from "./registry/registry-api";
import { manifestAccess } from "./registry-image/registry-image";
import { repoDigestOf } from "./remote-image/remote-image";

type Login = { address: string; username?: string; password?: string };

type Function = (args: PropertyMap, session: Session) => Promise<AnswerMap>;

const PLUGIN = "docker:index/getPlugin:getPlugin";

/** What programs ask the official provider for without making anything. */
const FUNCTIONS: Record<string, Function> = {
  "docker:index/getLogs:getLogs": getLogs,
  "docker:index/getNetwork:getNetwork": getNetwork,
  [PLUGIN]: getPlugin,
  "docker:index/getRegistryImage:getRegistryImage": getRegistryImage,
  "docker:index/getRegistryImageManifests:getRegistryImageManifests": getRegistryImageManifests,
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
  if (!args.name && token !== PLUGIN) {
    return { failures: [{ property: "name", reason: "must not be empty" }] };
  }
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

/** A plugin of the Docker engine, by its id or by its name there. */
async function getPlugin({ id, alias }: PropertyMap, { docker }: Session): Promise<AnswerMap> {
  if (Boolean(id) === Boolean(alias)) throw new UserError("one of id or alias must be assigned");
  const name = String(id || alias);
  const found = await orMissing(
    docker.getPlugin(name, "").inspect() as unknown as Promise<PluginInspect>,
  );
  if (!found) throw new UserError(`there is no plugin ${name} on the Docker engine`);
  const { PluginReference: reference = "" } = found;
  return {
    ...{ id: found.Id, alias: found.Name, name: reference, pluginReference: reference },
    ...{ enabled: found.Enabled, envs: found.Settings.Env ?? [], grantAllPermissions: false },
  };
}

interface PluginInspect {
  Id: string;
  Name: string;
  Enabled: boolean;
  PluginReference?: string;
  Settings: { Env: string[] | null };
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

/** The images of several platforms that a name has in its registry. */
async function getRegistryImageManifests(args: PropertyMap, session: Session): Promise<AnswerMap> {
  const name = String(args.name);
  const insecureSkipVerify = args.insecureSkipVerify === true;
  const authConfig = args.authConfig as Login | undefined;
  const access = await manifestAccess({ name, insecureSkipVerify, authConfig }, session);
  const found = await platformManifests(access);
  const manifests = found.map(({ mediaType, digest, platform }) => ({
    ...{ mediaType, sha256Digest: digest },
    ...{ architecture: platform?.architecture ?? "", os: platform?.os ?? "" },
  }));
  const id = `${access.repository}:${access.tag}`;
  return { id, name, insecureSkipVerify, manifests, ...(authConfig ? { authConfig } : {}) };
}
