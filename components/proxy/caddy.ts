/** The official image's program has it as a file capability, and does not start without. */
export const CADDY_CAPABILITIES = ["NET_BIND_SERVICE"];

/** Nobody in particular: Caddy needs no files of its own where it has no certificates. */
export const CADDY_USER = "65534:65534";
