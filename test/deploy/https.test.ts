import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { httpsOf } from "../../deploy/component-args";
import { claimsOf } from "../../deploy/footprint";
import { withDefaults } from "../../settings/defaults";

const settingsOf = (given: Partial<Parameters<typeof withDefaults>[0]> = {}) =>
  withDefaults({ mode: "dev", ...given }, "widgets", "dev");

describe("a domain", () => {
  const domain = "shop.example.com";
  const certificates = join(__dirname, "checks/certificates");
  const files = {
    certificate: join(certificates, "valid.pem"),
    key: join(certificates, "key.pem"),
  };

  test("is served over HTTPS from where the settings say", () => {
    const port = { address: "127.0.0.1", port: 8443 };
    expect(httpsOf(settingsOf())).toBeUndefined();
    expect(httpsOf(settingsOf({ domain }))).toEqual({
      domain,
      port,
      certificate: { from: "internal" },
    });
    const ca = "https://ca.example.com/d";
    const tls = { issuer: "auto", ca, caRoot: files.certificate, email: "a@b.de" } as const;
    expect(httpsOf(settingsOf({ domain, tls }))?.certificate).toEqual({
      from: "acme",
      email: "a@b.de",
      directory: ca,
      root: readFileSync(files.certificate, "utf8"),
    });
    expect(httpsOf(settingsOf({ domain, tls: files }))?.certificate).toEqual({
      from: "files",
      certificate: readFileSync(files.certificate, "utf8"),
      key: readFileSync(files.key, "utf8"),
    });
  });

  test("claims its port and its volumes, and has its files looked at", () => {
    expect(claimsOf(settingsOf({ domain, tls: files }))).toMatchObject({
      ports: [
        { key: "app.port", port: 8000 },
        { key: "app.httpsPort", address: "127.0.0.1", port: 8443 },
      ],
      volumes: expect.arrayContaining(["widgets-dev-certificates", "widgets-dev-edge-secrets"]),
      certificate: { stack: "dev", domain, ...files },
    });
  });

  test("without one there are no files to look at", () => {
    expect(claimsOf(settingsOf()).certificate).toBeUndefined();
  });
});
