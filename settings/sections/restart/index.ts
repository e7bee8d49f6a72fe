import { z } from "zod";
import { setting } from "../../language/meta";
import { wherePlatform } from "../conditions";

const POLICIES = ["no", "on-failure", "always", "unless-stopped"] as const;

/** Pulumi keeps YAML's `no` as a text, but tools of YAML 1.1 rewrite it to `false`. */
const policy = z.preprocess((given) => (given === "false" ? "no" : given), z.enum(POLICIES));

export const restartPolicy = setting(policy, {
  description: "Docker's restart policy of every container.",
  accepted: "no, on-failure, always or unless-stopped",
  example: "always",
  // Nothing would come back after its node was drained, or started again.
  defaults: { dev: "no", prod: "always", when: wherePlatform(({ nodes }) => nodes, "always") },
});

export const restart = { schema: restartPolicy.optional() };
