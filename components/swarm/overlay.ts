/** The inputs of a network over the nodes of a Swarm. */
export const overlay = ({ encrypted }: { encrypted: boolean }) => ({
  driver: "overlay",
  options: encrypted ? { encrypted: "true" } : undefined,
});
