/** The state of an established connection in the kernel's table. */
const ESTABLISHED = "01";

/** A command that prints the table of connections. */
export const PRINT_CONNECTIONS = ["cat", "/proc/net/tcp"];

/**
 * Whether a table of connections has an established one to any of the addresses.
 *
 * @param table what PRINT_CONNECTIONS prints
 * @param addresses IPv4 addresses
 */
export function connectedTo(table: string, addresses: readonly string[]): boolean {
  const wanted = new Set(addresses.map(asInKernel));
  return table.split("\n").some((line) => {
    const [, , remote = "", state] = line.trim().split(/\s+/);
    return state === ESTABLISHED && wanted.has(remote.split(":")[0] ?? "");
  });
}

/** The bytes in the order of a little-endian machine, which is every one that Docker has images for but s390x. */
function asInKernel(address: string): string {
  const bytes = address.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
  return bytes.reverse().join("").toUpperCase();
}
