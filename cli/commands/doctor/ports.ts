import { connect } from "node:tls";
import { MAIN_ROLE } from "../../../components/databases/connection";
import { ofStack } from "../engine";
import type { Fault } from "../faults";
import { type Look, on } from "./look";

interface Published {
  Names: string[];
  Labels: Record<string, string>;
  Ports: { IP?: string; PrivatePort: number; PublicPort?: number }[];
}

/** Days before its end at which an authority's certificate should have been made anew. */
const SOON_DAYS = 14;
const DAY_MS = 86_400_000;
/** How much of its time a certificate has left that is late: one for hours or a few days is made anew before. */
const LATE = 1 / 4;
const TLS_PORT = 443;
const ANSWER_MS = 1_000;
const EVERYBODY = ["0.0.0.0", "::"];

/** Ports that are open to everybody, and the certificate of the one for HTTPS. */
export const ports: Look = async (context) => {
  const { place, now } = context;
  const found = await place.client.ask<Published[]>("GET", "/containers/json", {
    query: { filters: ofStack(place.id) },
  });
  const open = openFaults(found, on(place));
  const { domain, certificate: file } = place.settings;
  const https = found
    .flatMap(({ Ports }) => Ports)
    .find(({ PrivatePort, PublicPort }) => PublicPort && PrivatePort === TLS_PORT);
  if (domain === undefined || https?.PublicPort === undefined) return open;
  const host = reachableHostOf(context.place.host.address, https.IP);
  const certificate = await certificateAt(host, https.PublicPort, domain);
  const at = `${host}:${https.PublicPort}`;
  return [...open, ...certificateFaults(certificate, { at, domain, file }, now, on(place))];
};

/** Where a published port of an engine is reached. Pure. */
function reachableHostOf(address: string, ip: string | undefined): string {
  const url = new URL(address);
  const isHere = url.protocol === "unix:" || url.protocol === "npipe:";
  if (ip && !EVERYBODY.includes(ip)) return ip;
  return isHere ? "127.0.0.1" : url.hostname.replace(/^\[|\]$/g, "");
}

/** From when to when a certificate holds, in milliseconds since 1970; or why there is none. */
export type Certificate = { begins: number; ends: number } | { problem: string };

function certificateAt(host: string, port: number, servername: string): Promise<Certificate> {
  return new Promise((resolve) => {
    // Whoever signed it, it is looked at.
    const socket = connect({
      host,
      port,
      servername,
      rejectUnauthorized: false,
      timeout: ANSWER_MS,
    });
    const end = (found: Certificate) => {
      socket.destroy();
      resolve(found);
    };
    socket.once("secureConnect", () => {
      const { valid_from: from, valid_to: to } = socket.getPeerCertificate();
      end({ begins: Date.parse(from), ends: Date.parse(to) });
    });
    socket.once("timeout", () => end({ problem: "no answer" }));
    socket.once("error", ({ message }) => end({ problem: message }));
  });
}

/**
 * What is wrong with a certificate. Pure.
 *
 * @param served where, for which domain, and from which file where somebody gave one.
 */
export function certificateFaults(
  certificate: Certificate,
  served: { at: string; domain: string; file?: string },
  now: number,
  stack: string,
): Fault[] {
  const { at, domain, file } = served;
  const fault = (kind: string, when: Fault["when"], words: string, mend: string): Fault[] => [
    { kind, when, about: "edge", words, mend },
  ];
  const logs = `./pulumiw logs edge ${stack} --tail 50`;
  if ("problem" in certificate) {
    const words = `nothing answers by TLS at ${at} for ${domain}: ${certificate.problem}`;
    return fault("https-closed", "now", words, logs);
  }
  const left = certificate.ends - now;
  const days = Math.floor(left / DAY_MS);
  if (left > Math.min(SOON_DAYS * DAY_MS, (certificate.ends - certificate.begins) * LATE))
    return [];
  const day = new Date(certificate.ends).toISOString().slice(0, 10);
  const mend =
    file === undefined
      ? `./pulumiw restart edge ${stack} && ${logs}`
      : `./pulumiw up ${stack}   # with a newer certificate in ${file}`;
  return days < 0
    ? fault("certificate-ended", "now", `the certificate of ${domain} ended on ${day}`, mend)
    : fault(
        "certificate-ending",
        "soon",
        `the certificate of ${domain} ends on ${day}, in ${days} days`,
        mend,
      );
}

/** Roles that are there for everybody. */
const PUBLIC = /^(app|edge|process-.*|service-.*)$/;

/** The settings of a database. */
const keyOf = (role: string) => (role === MAIN_ROLE ? role : `databases.${role}`);

/** Databases that everybody may connect to. Pure. */
export function openFaults(found: readonly Published[], stack: string): Fault[] {
  return found.flatMap(({ Names, Labels, Ports }) => {
    const role = Labels["berth.role"] ?? "";
    const open = Ports.find(({ IP = "", PublicPort }) => PublicPort && EVERYBODY.includes(IP));
    if (PUBLIC.test(role) || !open) return [];
    return [
      {
        kind: "port-open-to-all",
        when: "soon" as const,
        about: role,
        words: `${Names[0]?.slice(1)} takes connections of everybody on port ${open.PublicPort}`,
        mend: `pulumi config set ${stack} --path ${keyOf(role)}.port 127.0.0.1:${open.PublicPort} && ./pulumiw up ${stack}`,
      },
    ];
  });
}
