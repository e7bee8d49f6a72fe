import type * as pulumi from "@pulumi/pulumi";
import { SECRETS_FOLDER } from "../secrets-folder";

/** The port of HTTPS in an edge's container. */
export const HTTPS_PORT = 443;

/** Where Caddy keeps certificates, accounts and its own authority. */
export const CERTIFICATES_FOLDER = "/data";

/** Where a domain's certificate comes from. All files are given by their content, as PEM. */
export type CertificateSource =
  | {
      /** An authority that speaks ACME: Let's Encrypt, unless another one is named. */
      from: "acme";
      /** Whom the authority writes to. */
      email?: string;
      /** Address of another authority's directory. */
      directory?: string;
      /** Certificate that the authority itself is trusted by. */
      root?: string;
    }
  /** An authority of the edge's own, which clients have to be told to trust. */
  | { from: "internal" }
  | { from: "files"; certificate: string; key: pulumi.Input<string> };

export interface HttpsArgs {
  /** The host name that the app is reached by. */
  domain: string;
  /** Where the host publishes HTTPS. */
  port: { address: string; port: number };
  certificate: CertificateSource;
}

/** The address of a domain's HTTPS. */
export function httpsUrl({ domain, port }: Pick<HttpsArgs, "domain" | "port">): string {
  return port.port === HTTPS_PORT ? `https://${domain}` : `https://${domain}:${port.port}`;
}

const CERTIFICATE = "certificate.pem";
const KEY = "key.pem";
const ROOT = "acme-root.pem";

/** The files that an edge reads. */
export function filesOf({
  certificate: source,
}: HttpsArgs): { name: string; content: pulumi.Input<string> }[] {
  switch (source.from) {
    case "acme":
      return source.root === undefined ? [] : [{ name: ROOT, content: source.root }];
    case "internal":
      return [];
    case "files":
      return [
        { name: CERTIFICATE, content: source.certificate },
        { name: KEY, content: source.key },
      ];
  }
}

/** What Caddy needs beside its servers. */
export function httpsApps({ domain, certificate: source }: HttpsArgs) {
  if (source.from === "files") {
    const [certificate, key] = [CERTIFICATE, KEY].map((name) => `${SECRETS_FOLDER}/${name}`);
    return {
      head: storageIn("/tmp/caddy"),
      apps: { tls: { certificates: { load_files: [{ certificate, key }] } } },
    };
  }
  const issuer = source.from === "acme" ? acmeIssuer(source) : { module: "internal" };
  return {
    head: storageIn(CERTIFICATES_FOLDER),
    apps: {
      tls: { automation: { policies: [{ subjects: [domain], issuers: [issuer] }] } },
      // The container has nobody who would trust it.
      pki: { certificate_authorities: { local: { install_trust: false } } },
    },
  };
}

const storageIn = (root: string) => ({ storage: { module: "file_system", root } });

const acmeIssuer = ({ email, directory, root }: Extract<CertificateSource, { from: "acme" }>) => ({
  module: "acme",
  email,
  ca: directory,
  trusted_roots_pem_files: root === undefined ? undefined : [`${SECRETS_FOLDER}/${ROOT}`],
});
