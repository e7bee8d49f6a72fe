import type { HostAddress } from "../serve-spec";

/** A published port in the docker provider's shape; nothing where it is not published. */
export function publish(internal: number, host: HostAddress | undefined, protocol = "tcp") {
  return host ? [{ internal, external: host.port, ip: host.address, protocol }] : [];
}
