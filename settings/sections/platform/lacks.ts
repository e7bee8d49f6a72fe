/** The parts of hardening that the docker provider has no input for in a service. */
export const NOT_ON_SWARM = ["noNewPrivileges", "pidsLimit"] as const;
