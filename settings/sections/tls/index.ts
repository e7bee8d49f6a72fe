import { z } from "zod";
import type { Filled } from "../../language/filled";
import { setting } from "../../language/meta";
import { withShortForm } from "../../language/short-form";
import { WITH_DOMAIN } from "../conditions";
import type { Stack } from "../stack";
import { TLS_RULES } from "./rules";

const OF_MODE = { dev: "internal", prod: "auto", beside: WITH_DOMAIN } as const;

/** A word of a Caddyfile: without spaces, quotes, braces and the like. */
const WORD = /^[^\s"'`{}\\]+$/;

const tlsObject = z.strictObject({
  issuer: setting(z.enum(["auto", "internal"]), {
    description:
      "Who gives the domain its certificate: an authority that speaks ACME, or one of the edge's own for a LAN.",
    accepted: "auto or internal",
    example: "internal",
    defaults: OF_MODE,
  }).optional(),
  email: setting(z.email().regex(WORD), {
    description: "Whom the authority writes to (issuer auto).",
    accepted: "an e-mail address",
    example: "ops@example.com",
    defaults: { words: "nobody" },
  }).optional(),
  ca: setting(z.url({ protocol: /^https$/ }).regex(WORD), {
    description: "The ACME directory of the authority (issuer auto).",
    accepted: "an https address",
    example: "https://acme.example.com/directory",
    defaults: { words: "Let's Encrypt" },
  }).optional(),
  caRoot: setting(z.string().min(1), {
    description: "The certificate that the authority of tls.ca itself is trusted by, as PEM.",
    accepted: "a file",
    example: "./acme-root.pem",
    defaults: { words: "the public ones" },
  }).optional(),
  certificate: setting(z.string().min(1), {
    description: "The domain's certificate and its chain, as PEM; instead of an issuer.",
    accepted: "a file",
    example: "./certificate.pem",
    defaults: { words: "none" },
  }).optional(),
  key: setting(z.string().min(1), {
    description: "The private key of tls.certificate, as PEM.",
    accepted: "a file",
    example: "./key.pem",
    defaults: { words: "none" },
  }).optional(),
});

const tlsSchema = setting(withShortForm("issuer", tlsObject), {
  description: "Where the domain's certificate comes from: an issuer, or an object with more.",
  accepted: "auto, internal, or an object",
  example: "internal",
  defaults: OF_MODE,
  short: "issuer",
});

export type TlsSettings = Filled<typeof tlsObject>;

/** Undefined without a domain; without an issuer where the certificate is one's own. */
function resolve({ written, fill }: Stack): TlsSettings | undefined {
  if (written.domain === undefined) return undefined;
  const tls = fill(tlsObject, written.tls);
  return tls.certificate === undefined ? tls : { ...tls, issuer: written.tls?.issuer };
}

export const tls = { schema: tlsSchema.optional(), rules: TLS_RULES, resolve };
