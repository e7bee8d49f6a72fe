import { z } from "zod";
import { setting } from "../meta";

const POLICIES = ["no", "on-failure", "always", "unless-stopped"] as const;

/** Pulumi keeps YAML's `no` as a text, but tools of YAML 1.1 rewrite it to `false`. */
const policy = z.preprocess((given) => (given === "false" ? "no" : given), z.enum(POLICIES));

export const restart = setting(policy, {
  description: "Docker's restart policy of every container.",
  accepted: "no, on-failure, always or unless-stopped",
  example: "always",
  defaults: { dev: "no (always with platform swarm)", prod: "always" },
});
