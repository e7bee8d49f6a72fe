import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a client presents to an engine at a `tcp://` address, and whom it takes for one; all as PEM. */
export interface Certificates {
  cert: string | Buffer;
  key: string | Buffer;
  /** The authority of the engine's certificate; without it any certificate will do. */
  ca?: string | Buffer;
}

export interface ConnectOptions {
  /** Arguments of the ssh client. */
  ssh?: readonly string[];
  /** @default those of DOCKER_CERT_PATH where DOCKER_TLS_VERIFY is set */
  certificates?: Certificates;
}

/** Those that the docker client takes. */
export function certificatesOfEnv(): Certificates | undefined {
  const { DOCKER_TLS_VERIFY, DOCKER_CERT_PATH } = process.env;
  return DOCKER_TLS_VERIFY && DOCKER_CERT_PATH ? certificatesIn(DOCKER_CERT_PATH) : undefined;
}

/** The files ca.pem, cert.pem and key.pem of a folder. */
export function certificatesIn(folder: string): Certificates {
  const file = (name: string) => readFileSync(join(folder, name));
  return { ca: file("ca.pem"), cert: file("cert.pem"), key: file("key.pem") };
}
