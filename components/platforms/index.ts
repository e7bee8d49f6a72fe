import { docker } from "./docker";
import type { Platform } from "./platform";
import { imageOfNodes } from "./swarm/image";

export type { Platform } from "./platform";
export { swarm } from "./swarm";
export { docker };

/** The platform that arguments name, or containers of the engine itself. */
export const platformOf = ({ platform }: { platform?: Platform }): Platform => platform ?? docker;

/** How the nodes of any Swarm are given images, for what is looked at before the Swarm is. */
export const IMAGES_OF_NODES: Pick<Platform, "image"> = { image: imageOfNodes };
