import type { PlatformName } from "../../shared/platforms";
import { docker } from "./docker";
import type { StackPlatform } from "./platform";
import { swarm } from "./swarm";

const PLATFORMS: Record<PlatformName, StackPlatform> = { docker, swarm };

/** The platform that the settings name. */
export const stackPlatformOf = ({ platform }: { platform: PlatformName }): StackPlatform =>
  PLATFORMS[platform];
