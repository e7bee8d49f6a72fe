import { nameOf } from "../labels";
import type { NetworkSpec } from "./platform";

/**
 * Name of a stack's network.
 *
 * @param parts set it apart from a network of the same stack with other options.
 */
export const networkName = (
  { id, data }: Pick<NetworkSpec, "id"> & { data?: unknown },
  parts: readonly string[] = [],
): string => nameOf(id, ...(data ? ["data"] : []), ...parts);
