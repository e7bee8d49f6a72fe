import type { ProviderFactory } from "./provider";
import { type OtherStacks, StackReferences } from "./pulumi/stack-references";

// Each is loaded when it is first needed: a Docker client is much code for a stack without Docker.
const docker: ProviderFactory = () => {
  const { DockerProvider } = require("./docker") as typeof import("./docker");
  return new DockerProvider();
};

const random: ProviderFactory = () => {
  const { RandomProvider } = require("./random") as typeof import("./random");
  return new RandomProvider();
};

/**
 * The providers that need no plugin, by package. With BERTH_FORCE_PLUGINS set only the engine's own
 * is left: the official plugins are used, which shows where a built-in provider and its original differ.
 */
export function builtIns(stacks: OtherStacks): Record<string, ProviderFactory> {
  const pulumi: ProviderFactory = () => new StackReferences(stacks);
  return process.env.BERTH_FORCE_PLUGINS ? { pulumi } : { docker, random, pulumi };
}
