import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DockerProvider } from "../../../../engine/providers/docker";
import {
  createEngineCertificates,
  type EngineCertificates,
} from "../../../support/engine-certificates";

const folder = mkdtempSync(join(tmpdir(), "berth-certificates-"));
let files: EngineCertificates;
let server: Server;
let host: string;

/** An engine that takes nobody without a certificate of its authority. */
beforeAll(async () => {
  files = createEngineCertificates(folder, "127.0.0.1");
  const [ca, cert, key] = ["ca", "cert", "key"].map((name) =>
    readFileSync(join(files.engine, `${name}.pem`)),
  );
  const options = { ca, cert, key, requestCert: true, rejectUnauthorized: true };
  server = createServer(options, (_, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ Id: "sha256:ab", RepoDigests: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const pem = (name: string) => readFileSync(join(files.client, `${name}.pem`), "utf8");

async function ask(config: Record<string, string>) {
  const docker = new DockerProvider();
  await docker.configure({ host, ...config });
  const token = "docker:index/getRemoteImage:getRemoteImage";
  const answer = await docker.invoke({ token, args: { name: "app" } });
  return "result" in answer ? answer.result.id : answer;
}

test("a provider presents its own certificate, from texts or from a folder", async () => {
  const material = { certMaterial: pem("cert"), keyMaterial: pem("key") };
  expect(await ask({ ...material, caMaterial: pem("ca") })).toBe("sha256:ab");
  expect(await ask({ certPath: files.client })).toBe("sha256:ab");
});

test("without an authority it takes any engine's certificate", async () => {
  const material = { certMaterial: pem("cert"), keyMaterial: pem("key") };
  expect(await ask(material)).toBe("sha256:ab");
  // The engine's certificate is none of an authority's that only has itself.
  await expect(ask({ ...material, caMaterial: pem("cert") })).rejects.toThrow();
});

test("half of what it takes, and a folder without it, are errors", async () => {
  await expect(ask({ certMaterial: pem("cert") })).rejects.toThrow(
    "cert_material, and key_material must be specified",
  );
  await expect(
    ask({ certMaterial: pem("cert"), keyMaterial: pem("key"), certPath: files.client }),
  ).rejects.toThrow("cert_path must not be specified");
  await expect(ask({ certPath: join(folder, "none") })).rejects.toThrow(
    "accepted: a folder with ca.pem, cert.pem and key.pem",
  );
});
