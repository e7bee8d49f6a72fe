import { setCommand } from "../../language/commands";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import type { Facts, Rule } from "../rule";

/** The rules about what gives a domain its certificate. */
export const TLS_RULES: readonly Rule[] = [
  { reads: ["tls"], check: certificateHasItsKey },
  { reads: ["tls"], check: ownCertificateHasNoIssuer },
  { reads: ["tls", "domain", "mode"], check: onlyAcmeAsksAnAuthority },
  { reads: ["tls", "domain", "mode"], check: publicAuthorityWantsAPublicName },
];

const OF_ACME = ["email", "ca", "caRoot"] as const;

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
