import type { Security } from "../../hardening";

/** Capabilities as they are read back: without `CAP_` a container would be replaced after a refresh. */
export const withPrefix = (capabilities: readonly string[]) =>
  capabilities.map((name) => (name === ALL ? name : `CAP_${name}`));

/** All of them, which has no prefix. */
const ALL = "ALL";

/** What is taken away, in the docker provider's words for a container. */
export function securityInputs(security: Security) {
  const { noNewPrivileges, readOnly, tmpfs, user } = security;
  const capabilities = capabilityInputs(security);
  return {
    ...(noNewPrivileges && { securityOpts: ["no-new-privileges"] }),
    ...(capabilities && { capabilities }),
    ...(readOnly && { readOnly }),
    ...(tmpfs && { tmpfs }),
    ...(user !== undefined && { user }),
  };
}

/** What is added to the engine's choice of capabilities and taken from it; undefined where that stays. */
export function capabilityInputs({ capabilities, capabilityChanges: changes }: Security) {
  if (capabilities) return { adds: withPrefix(capabilities), drops: [ALL] };
  return changes && { adds: withPrefix(changes.add), drops: withPrefix(changes.drop) };
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
