import { isIP } from "node:net";

/** A published port, as Compose's long form has it. */
export interface PortValue {
  target: number;
  /** The host's port, a range that one is taken from, or empty where Docker picks one. */
  published: string;
  host_ip?: string;
  protocol: string;
}

/** The ports of a short form such as `127.0.0.1:8000-8001:80-81/tcp`; undefined where it is none. */
export function portValues(text: string): PortValue[] | undefined {
  const [, bracketed, plain = "", protocol = "tcp"] =
    /^(?:\[([^\]]*)\]:)?([^/]*)(?:\/(tcp|udp|sctp))?$/i.exec(text.trim()) ?? [];
  const parts = plain.split(":");
  const [target = "", published = "", address = bracketed] = parts.reverse();
  if (parts.length > (bracketed === undefined ? 3 : 2)) return undefined;
  if (address && isIP(address) === 0) return undefined;
  const targets = rangeOf(target);
  const hosts = published === "" ? [] : rangeOf(published);
  if (!targets || !hosts) return undefined;
  const pairs = hosts.length === targets.length;
  if (hosts.length > 0 && !pairs && targets.length > 1) return undefined;
  return targets.map((one, index) => ({
    target: one,
    published: pairs ? String(hosts[index]) : published,
    ...(address ? { host_ip: address } : {}),
    protocol: protocol.toLowerCase(),
  }));
}

function rangeOf(text: string): number[] | undefined {
  if (!/^\d+(-\d+)?$/.test(text)) return undefined;
  const [first = 0, last = first] = text.split("-").map(Number);
  if (first < 1 || last > 65_535 || last < first) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
