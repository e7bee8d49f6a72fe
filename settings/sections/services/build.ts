import { z } from "zod";
import { setting } from "../../language/meta";
import { withShortForm } from "../../language/short-form";
import { VARIABLE_NAMES, variables } from "../variables";
import { asMap } from "./forms";

const object = z.strictObject({
  context: setting(z.string().min(1), {
    description: "The folder that is sent to the build, relative to the project.",
    accepted: "a folder",
    example: "./mail",
  }),
  dockerfile: setting(z.string().min(1), {
    description: "The Dockerfile, relative to the context.",
    accepted: "a file",
    example: "Dockerfile.mail",
    defaults: { both: "Dockerfile" },
  }).optional(),
  target: setting(z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/), {
    description: "The build stage to run.",
    accepted: "the name of a stage of the Dockerfile",
    example: "prod",
    defaults: { words: "the last one" },
  }).optional(),
  args: setting(z.preprocess(asMap, variables), {
    description: "Build arguments. They end up in the image's history: never put a secret there.",
    accepted: "a map of names to texts, or a list of NAME=VALUE",
    example: "abc123",
    entry: { key: "GIT_COMMIT", accepted: "a text", names: VARIABLE_NAMES },
    defaults: { both: {} },
  }).optional(),
});

/** Compose's build: a folder, or an object. */
export const buildObject = setting(withShortForm("context", object), {
  description: "Builds its image: a folder with a Dockerfile, or an object with more settings.",
  accepted: "a folder, or an object with the key context",
  example: "./mail",
  short: "context",
  defaults: { words: "none: the image is pulled" },
});
