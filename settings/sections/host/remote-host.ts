import { isHidden, show } from "../../language/given";
import type { Facts } from "../rule";

/** The remote engine that the stack file names, for messages. */
export function remoteHost({ settings: { host }, given }: Facts): string | undefined {
  if (!host || /^(?:unix|npipe):/.test(host)) return undefined;
  return isHidden(given, ["host"]) ? "a remote host" : `the host ${show(host)}`;
}
