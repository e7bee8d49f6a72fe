import type { NodeInfo } from "../../../docker/node-label";

/** A node that has not told yet may have any number. */
export const cpusOf = ({ Description }: NodeInfo): number =>
  (Description.Resources.NanoCPUs ?? Number.POSITIVE_INFINITY) / 1e9;
