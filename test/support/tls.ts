import { request } from "node:https";
import type { TLSSocket } from "node:tls";

export interface TlsAnswer {
  status: number | undefined;
  body: string;
  headers: Record<string, unknown>;
  /** Name of the authority that gave the certificate. */
  issuer: string;
  fingerprint: string;
}

export interface TlsRequest {
  /** Port of this machine. */
  port: number;
  domain: string;
  /** The authority that is trusted, as PEM. */
  ca: string;
  path?: string;
  headers?: Record<string, string>;
}

/**
 * Asks a port of this machine as a browser asks a domain that leads there.
 *
 * @throws Error where the certificate is not the domain's, or not of that authority.
 */
export function getOverTls({ port, domain, ca, path = "/", headers }: TlsRequest) {
  return new Promise<TlsAnswer>((resolve, reject) => {
    const sent = request(
      {
        ...{ host: "127.0.0.1", port, servername: domain, ca, path, agent: false, timeout: 20_000 },
        headers: { host: `${domain}:${port}`, ...headers },
      },
      (response) => {
        const certificate = (response.socket as TLSSocket).getPeerCertificate();
        let body = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          body += part;
        });
        response.once("end", () =>
          resolve({
            status: response.statusCode,
            body,
            headers: response.headers,
            issuer: String(certificate.issuer.CN),
            fingerprint: certificate.fingerprint256,
          }),
        );
      },
    );
    sent.once("timeout", () => sent.destroy(new Error(`${domain} does not answer`)));
    sent.once("error", reject);
    sent.end();
  });
}
