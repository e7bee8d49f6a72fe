import { IMAGES_OF_NODES } from "../../../components/platforms";
import { encryption } from "../../../components/platforms/swarm/network";
import type { StackPlatform } from "../platform";
import { checkSwarm } from "./check";
import { swarmClaimsOf } from "./claims";

/** Services of a Swarm. */
export const swarm: StackPlatform = {
  check: (settings) => checkSwarm(swarmClaimsOf(settings)),
  networkParts: (settings) => encryption(settings.swarm).parts,
  images: IMAGES_OF_NODES,
};
