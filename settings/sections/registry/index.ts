import { z } from "zod";
import type { Filled } from "../../language/filled";
import { setting } from "../../language/meta";
import { flag, nonEmptyText } from "../../language/values";
import type { Stack } from "../stack";
import { REGISTRY_RULES } from "./rules";

const registryObject = z.strictObject({
  server: setting(z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/), {
    description: "The registry, with the namespace under which the image is kept.",
    accepted: "HOST[:PORT][/NAMESPACE]",
    example: "registry.example.com/team",
    defaults: { words: "no registry" },
  }),
  username: setting(nonEmptyText, {
    description: "Who logs in.",
    accepted: "a text",
    example: "deploy",
    defaults: { words: "no login" },
  }).optional(),
  password: setting(nonEmptyText, {
    description: "The password or access token of the username; must be encrypted.",
    accepted: "an encrypted text",
    example: "",
    defaults: { words: "no login" },
    secret: true,
  }).optional(),
  push: setting(flag, {
    description: "Whether the image is pushed. Containers then run the pushed digest.",
    accepted: "true or false",
    example: "true",
    defaults: { both: true },
  }).optional(),
});

export type RegistrySettings = Filled<typeof registryObject>;

/** Undefined without a registry. */
function resolve({ written, fill }: Stack): RegistrySettings | undefined {
  return written.registry && fill(registryObject, written.registry);
}

export const registry = { schema: registryObject.optional(), rules: REGISTRY_RULES, resolve };
