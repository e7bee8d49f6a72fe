import { z } from "zod";
import { setting } from "../../language/meta";
import { WITH_IMAGE, WITH_RELEASE, wherePlatform } from "../conditions";
import { SOURCE_RULES } from "./rules";

export const source = {
  schema: setting(z.enum(["bind", "image"]), {
    description:
      "The source of the host, mounted on /app with live reload, or baked into the image.",
    accepted: "bind or image",
    example: "image",
    defaults: {
      dev: "bind",
      prod: "image",
      when: [
        [WITH_IMAGE, "image"],
        [WITH_RELEASE, "image"],
        // A node does not see the folders of the developer's machine.
        ...wherePlatform(({ bindMounts }) => !bindMounts, "image"),
      ],
    },
  }).optional(),
  rules: SOURCE_RULES,
};
