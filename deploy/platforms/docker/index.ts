import type { StackPlatform } from "../platform";
import { checkEngine } from "./check";

/** Containers of one engine. */
export const docker: StackPlatform = {
  check: () => checkEngine,
  networkParts: () => [],
};
