import { z } from "zod";
import { setting } from "../../language/meta";

export const mode = {
  schema: setting(z.enum(["dev", "prod"]), {
    description: "Picks the defaults of everything below; each can be set alone.",
    accepted: "dev or prod",
    example: "dev",
  }),
};
