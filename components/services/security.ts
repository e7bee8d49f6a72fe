import { type Security, securityOf, TMP_FOLDER } from "../hardening";
import type { ServiceArgs } from "./service-args";

type Wanted = Pick<ServiceArgs, "hardening" | "capabilities" | "tmpfs" | "volumes">;

/** What is taken away from a service, and the folders in memory that it has either way. */
export function serviceSecurity({
  hardening,
  capabilities: { add = [], drop = [] } = {},
  tmpfs: own = {},
  volumes = [],
}: Wanted): Security {
  const hasTmp = volumes.some(({ target }) => target === TMP_FOLDER);
  const tmpfs = { ...(hardening?.readOnly && !hasTmp && { [TMP_FOLDER]: "" }), ...own };
  const security = securityOf(hardening, { capabilities: add, tmpfs });
  const inMemory = Object.keys(own).length > 0 && { tmpfs };
  if (security.capabilities) {
    const capabilities = security.capabilities.filter((name) => !drop.includes(name));
    return { ...security, ...inMemory, capabilities };
  }
  const isChanged = add.length > 0 || drop.length > 0;
  return { ...security, ...inMemory, ...(isChanged && { capabilityChanges: { add, drop } }) };
}
