/** Where every Caddy of ours has its `admin` interface, if any: on its own loopback address only. */
export const ADMIN = "127.0.0.1:2019";

/**
 * The command of a container that runs Caddy with this configuration. It is part of the command, as
 * nothing can be uploaded below a read-only root.
 */
export function caddyCommand(caddyfile: string): string[] {
  return [
    "sh",
    "-c",
    `exec caddy run --adapter caddyfile --config - <<'CADDYFILE'\n${caddyfile}CADDYFILE\n`,
  ];
}
