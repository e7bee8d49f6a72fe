import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** Files of this machine that HTTPS is to be served with, as absolute paths. */
export interface CertificateFiles {
  stack: string;
  domain: string;
  certificate?: string;
  key?: string;
  /** Certificate of the authority that is asked for one. */
  caRoot?: string;
}

/** Everything that is wrong with the files, one line each; what they hold is not shown. */
export function certificateProblems(files: CertificateFiles): string[] {
  const { certificate, key, caRoot } = files;
  const root = caRoot === undefined ? undefined : readCertificate("tls.caRoot", caRoot, files);
  const chain =
    certificate === undefined ? undefined : readCertificate("tls.certificate", certificate, files);
  const secret = key === undefined ? undefined : readKey(key, files);
  const problems = [root, chain, secret].filter((it) => typeof it === "string");
  return chain instanceof X509Certificate
    ? [...problems, ...usable(chain, typeof secret === "string" ? undefined : secret, files)]
    : problems;
}

function readCertificate(
  key: string,
  path: string,
  files: CertificateFiles,
): X509Certificate | string {
  return parsed(key, path, files, (text) => new X509Certificate(text), "certificate");
}

function readKey(path: string, files: CertificateFiles): KeyObject | string {
  return parsed("tls.key", path, files, (text) => createPrivateKey(text), "private key");
}

/** What a file holds, or what is wrong with it. */
function parsed<T>(
  key: string,
  path: string,
  { stack }: CertificateFiles,
  parse: (text: string) => T,
  what: string,
): T | string {
  const other = `set another file: pulumi config set --stack ${stack} --path ${key} FILE`;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return `${key}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code}); ${other}`;
  }
  try {
    return parse(text);
  } catch {
    const why = text.includes("ENCRYPTED") ? "is encrypted by a passphrase" : `is no ${what}`;
    return `${key}: ${path} ${why}; accepted: a ${what} as PEM, not encrypted; ${other}`;
  }
}

/** What Caddy, or every browser, would refuse. */
function usable(
  chain: X509Certificate,
  secret: KeyObject | undefined,
  { certificate, key, domain }: CertificateFiles,
): string[] {
  const now = new Date();
  const where = `tls.certificate: ${certificate}`;
  const renew = "renew it";
  return [
    ...(new Date(chain.validTo) < now
      ? [`${where} has expired on ${chain.validTo}; ${renew}`]
      : []),
    ...(new Date(chain.validFrom) > now
      ? [`${where} is not valid before ${chain.validFrom}; wait, or ${renew}`]
      : []),
    ...(chain.checkHost(domain) === undefined
      ? [
          `${where} is for ${chain.subjectAltName ?? "no host name at all"}, not for the domain ${domain}; give one that is`,
        ]
      : []),
    ...(secret && !chain.checkPrivateKey(secret)
      ? [
          `tls.key: ${key} does not belong to the certificate ${certificate}; give the key that does`,
        ]
      : []),
  ];
}
