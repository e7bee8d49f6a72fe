import { setting } from "../../language/meta";
import { hostName } from "../../language/values";
import { DOMAIN_RULES } from "./rules";

export const domain = {
  schema: setting(hostName, {
    description:
      "The host name that the app is reached by. With one, the edge speaks HTTPS, and sends HTTP there.",
    accepted: "a host name in lower case, without a wildcard",
    example: "shop.example.com",
    defaults: { words: "none: plain HTTP" },
  }).optional(),
  rules: DOMAIN_RULES,
};
