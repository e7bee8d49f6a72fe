import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of an engine that listens at an address, and of those who may use it. */
export interface EngineCertificates {
  /** Has ca.pem, cert.pem and key.pem: what `DOCKER_CERT_PATH` names. */
  client: string;
  /** The same files of the engine's own. */
  engine: string;
}

/** Makes an authority in the folder, and a certificate for each of both ends. */
export function createEngineCertificates(folder: string, address: string): EngineCertificates {
  const openssl = (...words: string[]) =>
    execFileSync("openssl", words, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const newKey = ["req", "-newkey", "rsa:2048", "-nodes"];
  openssl(...newKey, "-x509", "-subj", "/CN=test", "-keyout", "ca-key.pem", "-out", "ca.pem");
  const issue = (name: string, extensions: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, "extensions"), extensions);
    openssl(...newKey, "-subj", `/CN=${name}`, "-keyout", `${name}/key.pem`, "-out", "request");
    const authority = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial"];
    const sign = ["x509", "-req", "-in", "request", "-extfile", "extensions", ...authority];
    openssl(...sign, "-out", `${name}/cert.pem`);
    openssl("x509", "-in", "ca.pem", "-out", `${name}/ca.pem`);
    return join(folder, name);
  };
  return {
    client: issue("client", "extendedKeyUsage=clientAuth"),
    engine: issue("engine", `subjectAltName=IP:${address}\nextendedKeyUsage=serverAuth`),
  };
}
