import { removeCommand, setCommand } from "./commands";
import type { Problem } from "./problem";
import type { Facts, Rule } from "./rules";
import { superfluous } from "./superfluous";

/** The rules about a domain and how it gets its HTTPS. */
export const HTTPS_RULES: readonly Rule[] = [
  { reads: ["domain", "tls", "app"], check: httpsNeedsADomain },
  { reads: ["domain", "rollout"], check: httpsNeedsAnEdge },
  { reads: ["domain", "app"], check: httpsIsPublished },
  { reads: ["tls"], check: certificateHasItsKey },
  { reads: ["tls"], check: ownCertificateHasNoIssuer },
  { reads: ["tls", "domain", "mode"], check: onlyAcmeAsksAnAuthority },
  { reads: ["tls", "domain", "mode"], check: publicAuthorityWantsAPublicName },
];

const OF_ACME = ["email", "ca", "caRoot"] as const;

function httpsNeedsADomain({ written, given }: Facts): Problem | undefined {
  const { domain, tls, app } = written;
  if (domain !== undefined || (tls === undefined && app?.httpsPort === undefined)) return;
  return {
    path: ["domain"],
    given: `nothing, with ${tls === undefined ? "app.httpsPort" : "tls"}`,
    accepted: "the host name that a certificate is for",
    mend: setCommand(given.file, ["domain"], "shop.example.com"),
  };
}

function httpsNeedsAnEdge({ written, given }: Facts): Problem | undefined {
  if (written.domain === undefined || written.rollout !== "recreate") return;
  return {
    path: ["rollout"],
    given: '"recreate" with a domain',
    accepted: "rolling, since its edge is what speaks HTTPS",
    mend: setCommand(given.file, ["rollout"], "rolling"),
  };
}

function httpsIsPublished({ written, given }: Facts): Problem | undefined {
  if (written.domain === undefined || written.app?.httpsPort !== "none") return;
  const path = ["app", "httpsPort"];
  return {
    path,
    given: '"none" with a domain',
    accepted: "a port: a domain is served over HTTPS",
    mend: removeCommand(given.file, path),
  };
}

function certificateHasItsKey({ written, given }: Facts): Problem | undefined {
  const { certificate, key } = written.tls ?? {};
  if ((certificate === undefined) === (key === undefined)) return;
  const missing = key === undefined ? "key" : "certificate";
  return {
    path: ["tls", missing],
    given: "nothing",
    accepted: "certificate and key together, or neither",
    mend: setCommand(given.file, ["tls", missing], `./${missing}.pem`),
  };
}

function ownCertificateHasNoIssuer(facts: Facts): readonly Problem[] {
  const { tls } = facts.written;
  if (tls?.certificate === undefined) return [];
  return (["issuer", ...OF_ACME] as const)
    .filter((key) => tls[key] !== undefined)
    .map((key) =>
      superfluous(facts, ["tls", key], "with tls.certificate", "that certificate is served"),
    );
}

function onlyAcmeAsksAnAuthority(facts: Facts): readonly Problem[] {
  const { tls } = facts.settings;
  if (tls?.issuer === "internal") {
    return OF_ACME.filter((key) => tls[key] !== undefined).map((key) =>
      superfluous(facts, ["tls", key], "with the issuer internal", "only auto asks an authority"),
    );
  }
  return tls?.issuer === "auto" && tls.caRoot !== undefined && tls.ca === undefined
    ? [superfluous(facts, ["tls", "caRoot"], "without tls.ca", "Let's Encrypt is trusted already")]
    : [];
}

/** Endings that no public authority gives certificates for: RFC 6761, RFC 6762, RFC 8375 and custom. */
const PRIVATE =
  /(?:^[^.]+|\.(?:test|localhost|local|internal|home\.arpa|lan|home|corp|invalid|example))$/;

function publicAuthorityWantsAPublicName({ settings, given }: Facts): Problem | undefined {
  const { domain, tls } = settings;
  if (!domain || tls?.issuer !== "auto" || tls.ca !== undefined || !PRIVATE.test(domain)) return;
  return {
    path: ["tls"],
    given: `auto${given.values.tls === undefined ? ", the default of prod," : ""} with the domain "${domain}"`,
    accepted: "internal, or the tls.ca of your own: no public authority vouches for such a name",
    mend: setCommand(given.file, ["tls", "issuer"], "internal"),
  };
}
