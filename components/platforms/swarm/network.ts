/** The inputs of a network over the nodes of a Swarm. */
export const overlay = ({ encrypted }: { encrypted: boolean }) => ({
  driver: "overlay",
  options: encrypted ? { encrypted: "true" } : undefined,
});

/**
 * What sets an encrypted network apart: a part of its name, and what is to be ignored. The engine adds an
 * option of its own to it, which is no change, so that its options are not looked at; to be encrypted, or
 * not any more, is therefore to be another network.
 */
export const encryption = (swarm: { encrypted: boolean } | undefined) =>
  swarm?.encrypted
    ? { parts: ["encrypted"], ignoreChanges: ["options"] }
    : { parts: [], ignoreChanges: [] };
