/** A port of the host, and the address of the interface that it is on. */
export interface PublishedPort {
  /** IPv6 without brackets. */
  address: string;
  port: number;
}

/** `ADDRESS:PORT` as people write it, IPv6 in brackets. */
export const hostAndPort = ({ address, port }: PublishedPort) =>
  `${address.includes(":") ? `[${address}]` : address}:${port}`;

/** Two addresses want the same port when they are equal, or when one of them has the other in it. */
export const overlaps = (one: string, other: string) =>
  one === other || includes(one, other) || includes(other, one);

/** Whoever listens on `::` has every address, those of IPv4 too. */
const includes = (all: string, one: string) =>
  all === "::" || (all === "0.0.0.0" && !one.includes(":"));
