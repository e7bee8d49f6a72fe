import { z } from "zod";
import { PLATFORM_NAMES } from "../../../shared/platforms";
import { setting } from "../../language/meta";
import { PLATFORM_RULES } from "./rules";

export const platform = {
  schema: setting(z.enum(PLATFORM_NAMES), {
    description: "What it is deployed onto: one Docker engine, or the nodes of a Docker Swarm.",
    accepted: PLATFORM_NAMES.join(" or "),
    example: "swarm",
    defaults: { both: "docker" },
  }).optional(),
  rules: PLATFORM_RULES,
};
