import { failure } from "../errors";
import { handler } from "../handler";
import { familiarRepository, parseReference } from "../registry/reference";
import { string, stringSet } from "../schema/property";

export const TAG = {
  sourceImage: string({ required: true, forceNew: true }),
  sourceImageId: string({ readOnly: true }),
  tagTriggers: stringSet({ forceNew: true }),
  targetImage: string({ required: true, forceNew: true }),
};

export const tag = handler({
  fields: TAG,

  async create({ sourceImage = "", targetImage = "" }, { docker }) {
    try {
      const repo = familiarRepository(targetImage);
      const { tag = "latest" } = parseReference(targetImage);
      await docker.getImage(sourceImage).tag({ repo, tag });
      const { Id } = await docker.getImage(sourceImage).inspect();
      return { id: `${sourceImage}.${targetImage}`, live: { sourceImageId: Id } };
    } catch (error) {
      throw failure(`image ${sourceImage} cannot be tagged ${targetImage}`, error);
    }
  },

  async read(id) {
    return { id, live: {} };
  },

  // Whatever uses either name goes on using it.
  async delete() {},
});
