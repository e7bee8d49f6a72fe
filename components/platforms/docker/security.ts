import type { Security } from "../../hardening";

/** Capabilities as they are read back: without `CAP_` a container would be replaced after a refresh. */
export const withPrefix = (capabilities: readonly string[]) =>
  capabilities.map((name) => `CAP_${name}`);

/** What is taken away, in the docker provider's words for a container. */
export function securityInputs({ capabilities, ...security }: Security) {
  const { noNewPrivileges, readOnly, tmpfs, user } = security;
  return {
    ...(noNewPrivileges && { securityOpts: ["no-new-privileges"] }),
    ...(capabilities && { capabilities: { adds: withPrefix(capabilities), drops: ["ALL"] } }),
    ...(readOnly && { readOnly, tmpfs }),
    ...(user !== undefined && { user }),
  };
}

/**
 * A label that changes with the inputs: the provider does not see when one of them is taken away,
 * nor any change of tmpfs, and would leave the container as it is.
 */
export function securityLabel(security: Security) {
  const inputs = securityInputs(security);
  if (Object.keys(inputs).length === 0) return [];
  return [{ label: "berth.hardening", value: JSON.stringify(inputs) }];
}
