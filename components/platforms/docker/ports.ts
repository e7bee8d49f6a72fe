/** A published port in the docker provider's shape; nothing where it is not published. */
export function publish(internal: number, host: { address: string; port: number } | undefined) {
  return host ? [{ internal, external: host.port, ip: host.address, protocol: "tcp" }] : [];
}
