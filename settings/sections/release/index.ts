import { setting } from "../../language/meta";
import { releaseName } from "../../language/values";
import { RELEASE_RULES } from "./rules";

export const release = {
  schema: setting(releaseName, {
    description:
      "Runs an image that was built before, without a build. `./pulumiw releases` lists them.",
    accepted: "a tag, an image's id, or sha256: and 64 hexadecimal digits",
    example: "843ce60253c8fc5e",
    defaults: { words: "none: the image is built" },
  }).optional(),
  rules: RELEASE_RULES,
};
