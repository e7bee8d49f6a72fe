import type Docker from "dockerode";

import { isNotFound, orMissing } from "../../../../docker/missing";
import { failure } from "../errors";
import { type Found, handler } from "../handler";
import { ensureImage } from "../registry/pull";
import { familiarRepository } from "../registry/reference";
import { block, bool, map, string, stringSet } from "../schema/property";

export const REMOTE_IMAGE = {
  build: block({}, { unsupported: "builds by RemoteImage; build with docker.Image" }),
  forceRemove: bool(),
  imageId: string({ readOnly: true }),
  keepLocally: bool(),
  name: string({ required: true, forceNew: true }),
  platform: string({ forceNew: true }),
  pullTriggers: stringSet({ forceNew: true }),
  repoDigest: string({ readOnly: true }),
  triggers: map({ forceNew: true }),
};

export const remoteImage = handler({
  fields: REMOTE_IMAGE,
  timeouts: true,

  async create(inputs, session) {
    return imageFound(await ensureImage(inputs.name ?? "", session, inputs.platform), inputs.name);
  },

  async read(_id, { name = "" }, { docker }) {
    const image = await orMissing(docker.getImage(name).inspect());
    return image && imageFound(image, name);
  },

  async update(_id, { name = "", platform }, session) {
    return imageFound(await ensureImage(name, session, platform), name).live;
  },

  async delete(_id, { name = "", keepLocally, forceRemove }, { docker }) {
    if (keepLocally) return;
    try {
      await docker.getImage(name).remove({ force: forceRemove ?? false });
    } catch (error) {
      if (isNotFound(error)) return;
      const hint =
        "Keep it with `keepLocally: true`, or remove it whatever uses it with `forceRemove: true`.";
      throw failure(`image ${name} cannot be removed`, error, hint);
    }
  },
});

function imageFound(image: Docker.ImageInspectInfo, name = ""): Found {
  const live = { imageId: image.Id, repoDigest: repoDigestOf(image, name) };
  return { id: image.Id + name, live };
}

/** The digest under which this repository has the image, else the first one it has. */
export function repoDigestOf(
  { RepoDigests: digests }: Docker.ImageInspectInfo,
  name: string,
): string {
  const prefix = `${familiarRepository(name)}@`;
  const own = digests?.find((digest) => digest.startsWith(prefix));
  return own ?? digests?.[0] ?? "";
}
