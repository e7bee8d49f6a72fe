import { z } from "zod";
import { setting } from "../meta";

/** A word of a Caddyfile: without spaces, quotes, braces and the like. */
const WORD = /^[^\s"'`{}\\]+$/;

const tlsObject = z.strictObject({
  issuer: setting(z.enum(["auto", "internal"]), {
    description:
      "Who gives the domain its certificate: an authority that speaks ACME, or one of the edge's own for a LAN.",
    accepted: "auto or internal",
    example: "internal",
    defaults: { dev: "internal (with a domain)", prod: "auto (with a domain)" },
  }).optional(),
  email: setting(z.email().regex(WORD), {
    description: "Whom the authority writes to (issuer auto).",
    accepted: "an e-mail address",
    example: "ops@example.com",
    defaults: { both: "nobody" },
  }).optional(),
  ca: setting(z.url({ protocol: /^https$/ }).regex(WORD), {
    description: "The ACME directory of the authority (issuer auto).",
    accepted: "an https address",
    example: "https://acme.example.com/directory",
    defaults: { both: "Let's Encrypt" },
  }).optional(),
  caRoot: setting(z.string().min(1), {
    description: "The certificate that the authority of tls.ca itself is trusted by, as PEM.",
    accepted: "a file",
    example: "./acme-root.pem",
    defaults: { both: "the public ones" },
  }).optional(),
  certificate: setting(z.string().min(1), {
    description: "The domain's certificate and its chain, as PEM; instead of an issuer.",
    accepted: "a file",
    example: "./certificate.pem",
    defaults: { both: "none" },
  }).optional(),
  key: setting(z.string().min(1), {
    description: "The private key of tls.certificate, as PEM.",
    accepted: "a file",
    example: "./key.pem",
    defaults: { both: "none" },
  }).optional(),
});

/** HTTPS: an issuer, or an object with more settings. */
export const tls = z.preprocess(
  (given) => (typeof given === "string" ? { issuer: given } : given),
  tlsObject,
);
