import { oneOf } from "../schema/accept";
import { block, bool, map, string, strings, type ValuesOf } from "../schema/property";

const BUILD = {
  addHosts: strings(),
  args: map(),
  builderVersion: string({ accept: oneOf("BuilderV1", "BuilderBuildKit") }),
  cacheFrom: block({ images: strings({ required: true }) }),
  context: string(),
  contextDigest: string(),
  dockerfile: string(),
  network: string(),
  platform: string(),
  target: string(),
};

/** The official provider has no state table for images; this one serves the check of the inputs. */
export const IMAGE = {
  build: block(BUILD),
  buildOnPreview: bool(),
  imageName: string({ required: true }),
  registry: block({ password: string(), server: string(), username: string() }),
  skipPush: bool(),
};

export type ImageInputs = ValuesOf<typeof IMAGE>;
export type BuildInputs = NonNullable<ImageInputs["build"]>;
