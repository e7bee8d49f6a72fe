import { isNotFound, orMissing } from "../../../../docker/missing";
import { failure } from "../errors";
import { handler } from "../handler";
import { carries, labelsFromMap, labelsToMap } from "../labels";
import { inBody } from "../request-body";
import { base64 } from "../schema/accept";
import { labels, string } from "../schema/property";
import type { Live } from "../schema/settle";

const EITHER = ["data", "dataRaw"];

export const SERVICE_CONFIG = {
  data: string({ forceNew: true, exactlyOneOf: EITHER, accept: base64 }),
  dataRaw: string({ forceNew: true, exactlyOneOf: EITHER }),
  labels: labels({ forceNew: true }),
  name: string({ required: true, forceNew: true, autoName: true }),
};

/** A config of a Swarm. It cannot be changed; another content needs another config. */
export const serviceConfig = handler({
  fields: SERVICE_CONFIG,

  async create({ name = "", data, dataRaw, labels }, { docker }) {
    try {
      const content = data ?? Buffer.from(dataRaw ?? "").toString("base64");
      const request = { Name: name, Data: content, Labels: labelsToMap(labels) };
      const { id } = await docker.createConfig(inBody(request));
      return { id, live: { name } };
    } catch (error) {
      throw failure(`config ${name} cannot be created`, error);
    }
  },

  async recover({ name = "", labels }, { docker }) {
    const found = await orMissing(docker.getConfig(name).inspect());
    return carries(found?.Spec?.Labels, labels) && found
      ? { id: found.ID, live: { name } }
      : undefined;
  },

  async read(id, { dataRaw }, { docker }) {
    const found = await orMissing(docker.getConfig(id).inspect());
    if (!found) return undefined;
    const data = String(found.Spec?.Data ?? "");
    const content: Live = dataRaw ? { dataRaw: Buffer.from(data, "base64").toString() } : { data };
    const live = {
      name: found.Spec?.Name ?? "",
      labels: labelsFromMap(found.Spec?.Labels),
      ...content,
    };
    return { id: found.ID, live };
  },

  async delete(id, { name = id }, { docker }) {
    try {
      await docker.getConfig(id).remove();
    } catch (error) {
      if (isNotFound(error)) return;
      throw failure(`config ${name} cannot be removed`, error);
    }
  },
});
