import { z } from "zod";
import { setting } from "../meta";
import { flag, nonEmptyText } from "../values";

export const registry = z.strictObject({
  server: setting(z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/), {
    description: "The registry, with the namespace under which the image is kept.",
    accepted: "HOST[:PORT][/NAMESPACE]",
    example: "registry.example.com/team",
    defaults: { both: "no registry" },
  }),
  username: setting(nonEmptyText, {
    description: "Who logs in.",
    accepted: "a text",
    example: "deploy",
    defaults: { both: "no login" },
  }).optional(),
  password: setting(nonEmptyText, {
    description: "The password or access token of the username; must be encrypted.",
    accepted: "an encrypted text",
    example: "",
    defaults: { both: "no login" },
    secret: true,
  }).optional(),
  push: setting(flag, {
    description: "Whether the image is pushed. Containers then run the pushed digest.",
    accepted: "true or false",
    example: "true",
    defaults: { both: "true (where a server is set)" },
  }).optional(),
});
