import { z } from "zod";
import { setting } from "../../language/meta";
import { WITH_DOMAIN } from "../conditions";

export const rollout = {
  schema: setting(z.enum(["recreate", "rolling"]), {
    description:
      "How a new version takes over: in the place of the old one, or beside it, without a request lost.",
    accepted: "recreate or rolling",
    example: "recreate",
    defaults: { dev: "recreate", prod: "rolling", when: [[WITH_DOMAIN, "rolling"]] },
  }).optional(),
};
