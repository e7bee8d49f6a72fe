import { isIP } from "node:net";
import { form, isRecord } from "./forms";

/** A port as a stack file has it; one without an address is on that of the platform. */
export interface GivenPort {
  internal: number;
  address: string | undefined;
  port: number;
  protocol: "tcp" | "udp";
}

const SHORT = /^(?:(\d+(?:\.\d+){3}|\[[\da-fA-F:]+\]):)?(\d+(?:-\d+)?):(\d+(?:-\d+)?)(?:\/(\w+))?$/;

/** `8025:8025`, `127.0.0.1:5353:53/udp` or `9000-9001:9000-9001`, or Compose's object: each port of it. */
export const ports = form((given) => (isRecord(given) ? ofObject(given) : ofText(String(given))));

/** How what is accepted is described. */
export const PORT_FORMS =
  "PORT:CONTAINER-PORT in quotes, with ADDRESS: before it or /udp after it, or an object with the keys target, published, host_ip, protocol";

function ofText(given: string): GivenPort[] | undefined {
  const [, address, published = "", target = "", protocol = "tcp"] = SHORT.exec(given) ?? [];
  return bindings({ address, published, target, protocol });
}

function ofObject(given: Record<string, unknown>): GivenPort[] | undefined {
  const { target, published, host_ip: address, protocol = "tcp", ...rest } = given;
  if (Object.keys(rest).length > 0) return undefined;
  if (address !== undefined && typeof address !== "string") return undefined;
  return bindings({
    address,
    published: String(published),
    target: String(target),
    protocol: String(protocol),
  });
}

interface Texts {
  address: string | undefined;
  published: string;
  target: string;
  protocol: string;
}

function bindings({ address, published, target, protocol }: Texts): GivenPort[] | undefined {
  const [outside, inside] = [rangeOf(published), rangeOf(target)];
  const plain = address?.replace(/^\[|\]$/g, "");
  if (plain !== undefined && isIP(plain) === 0) return undefined;
  if (protocol !== "tcp" && protocol !== "udp") return undefined;
  if (!outside || inside?.length !== outside.length) return undefined;
  return outside.map((port, at) => ({
    internal: inside[at] ?? port,
    address: plain,
    port,
    protocol,
  }));
}

/** More than these at once are a slip of the keyboard. */
const MOST = 200;

function rangeOf(given: string): number[] | undefined {
  const [, first, last = first] = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(given) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (!(from <= to && to <= 65535 && to - from < MOST)) return undefined;
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
