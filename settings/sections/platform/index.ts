import { z } from "zod";
import { setting } from "../../language/meta";
import { PLATFORM_RULES } from "./rules";

export const platform = {
  schema: setting(z.enum(["docker", "swarm"]), {
    description: "What it is deployed onto: one Docker engine, or the nodes of a Docker Swarm.",
    accepted: "docker or swarm",
    example: "swarm",
    defaults: { both: "docker" },
  }).optional(),
  rules: PLATFORM_RULES,
};
