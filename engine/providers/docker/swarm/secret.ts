import { isNotFound, orMissing } from "../../../../docker/missing";
import { failure } from "../errors";
import { handler } from "../handler";
import { carries, labelsToMap } from "../labels";
import { inBody } from "../request-body";
import { base64 } from "../schema/accept";
import { labels, string } from "../schema/property";

export const SECRET = {
  data: string({ required: true, forceNew: true, accept: base64 }),
  labels: labels({ forceNew: true }),
  name: string({ required: true, forceNew: true, autoName: true }),
};

/** A secret of a Swarm. It cannot be changed or read back; a new value needs a new secret. */
export const secret = handler({
  fields: SECRET,
  schemaVersion: 1,
  secrets: ["data"],

  async create({ name = "", data = "", labels }, { docker }) {
    try {
      const request = { Name: name, Data: data, Labels: labelsToMap(labels) };
      const { id } = await docker.createSecret(inBody(request));
      return { id, live: { name } };
    } catch (error) {
      throw failure(`secret ${name} cannot be created`, error);
    }
  },

  async recover({ name = "", labels }, { docker }) {
    const found = await orMissing(docker.getSecret(name).inspect());
    return carries(found?.Spec?.Labels, labels) && found
      ? { id: found.ID, live: { name } }
      : undefined;
  },

  async read(id, _state, { docker }) {
    const found = await orMissing(docker.getSecret(id).inspect());
    return found && { id: found.ID, live: { name: found.Spec?.Name ?? "" } };
  },

  async delete(id, { name = id }, { docker }) {
    try {
      await docker.getSecret(id).remove();
    } catch (error) {
      if (isNotFound(error)) return;
      throw failure(`secret ${name} cannot be removed`, error);
    }
  },
});
