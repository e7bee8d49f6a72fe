import { describe, expect, test } from "vitest";
import type { CertificateSource } from "../../components";
import { edgeConfiguration } from "../../components/proxy/edge-configuration";

const withDomain = (certificate: CertificateSource, httpsPort = 443) => {
  const port = { address: "0.0.0.0", port: httpsPort };
  const https = { domain: "shop.example.com", port, certificate };
  return JSON.parse(JSON.stringify(edgeConfiguration({ replicas: 1, https })));
};

test("plain HTTP asks nobody for a certificate", () => {
  const { apps, ...rest } = edgeConfiguration({ replicas: 1 });
  expect(rest).toEqual({ admin: { disabled: true, config: { persist: false } } });
  expect(apps).toMatchObject({
    http: { servers: { edge: { listen: [":80"], automatic_https: { disable: true } } } },
  });
  expect(Object.keys(apps)).toEqual(["http"]);
});

test("proxies in front are believed where they are named", () => {
  const server = (trustedProxies?: string[]) =>
    JSON.parse(JSON.stringify(edgeConfiguration({ trustedProxies }))).apps.http.servers.edge;
  expect(server()).not.toHaveProperty("trusted_proxies");
  expect(server(["10.0.0.0/8"])).toMatchObject({
    trusted_proxies: { source: "static", ranges: ["10.0.0.0/8"] },
    trusted_proxies_strict: 1,
  });
});

test.each([
  ["containers", {}],
  ["a Swarm's tasks", { service: { name: "widgets-prod-app", port: 80 } }],
])("a client stays where it was, among %s, where that is asked for", (_, to) => {
  const policy =
    '"selection_policy":{"policy":"cookie","name":"berth_replica","fallback":{"policy":"least_conn"}}';
  expect(JSON.stringify(edgeConfiguration({ ...to, sticky: true }))).toContain(policy);
  expect(JSON.stringify(edgeConfiguration(to))).not.toContain("cookie");
});

test("a Swarm's tasks hear of the client that they name, too", () => {
  const service = { name: "widgets-prod-app", port: 80 };
  const told = { "X-Forwarded-For": ["{http.vars.client_ip}"] };
  const trusting = JSON.stringify(edgeConfiguration({ service, trustedProxies: ["10.0.0.0/8"] }));
  expect(trusting).toContain(JSON.stringify({ request: { set: told } }));
  expect(JSON.stringify(edgeConfiguration({ service }))).not.toContain("X-Forwarded-For");
});

test("what a Swarm's task died of goes to any of them, as the dying one has the least to do", () => {
  const service = { name: "widgets-prod-app", port: 80 };
  const text = JSON.stringify(edgeConfiguration({ service }));
  const policies = [...text.matchAll(/"selection_policy":\{"policy":"(\w+)"\}/g)];
  expect(policies.map(([, policy]) => policy)).toEqual(["least_conn", "random"]);
});

describe("with a domain", () => {
  test.each([
    [443, "https://shop.example.com{http.request.uri}"],
    [8443, "https://shop.example.com:8443{http.request.uri}"],
  ])("HTTP is sent to port %i of it", (port, location) => {
    const { http } = withDomain({ from: "internal" }, port).apps.http.servers;
    expect(http.routes.at(-1)).toEqual({
      handle: [{ handler: "static_response", status_code: 308, headers: { Location: [location] } }],
    });
  });

  test("the health check goes through HTTPS, under the domain's name", () => {
    const { http } = withDomain({ from: "internal" }).apps.http.servers;
    const throughHttps = {
      upstreams: [{ dial: "127.0.0.1:443" }],
      transport: { tls: { server_name: "shop.example.com" } },
    };
    expect(http.routes[0]).toMatchObject({
      match: [{ path: ["/.berth/edge"] }],
      handle: [{ routes: [{ handle: [throughHttps] }] }],
    });
  });

  test("requests under other names reach nobody", () => {
    const { routes } = withDomain({ from: "internal" }).apps.http.servers.https;
    expect(routes).toMatchObject([{ match: [{ host: ["shop.example.com"] }] }]);
  });

  test("an authority of its own", () => {
    const { storage, apps } = withDomain({ from: "internal" });
    expect(storage).toEqual({ module: "file_system", root: "/data" });
    expect(apps.tls.automation.policies).toEqual([
      { subjects: ["shop.example.com"], issuers: [{ module: "internal" }] },
    ]);
  });

  test.each<[CertificateSource, object]>([
    [{ from: "acme" }, { module: "acme" }],
    [
      { from: "acme", email: "a@b.de", directory: "https://ca/d", root: "ROOT" },
      {
        module: "acme",
        email: "a@b.de",
        ca: "https://ca/d",
        trusted_roots_pem_files: ["/run/secrets/acme-root.pem"],
      },
    ],
  ])("an authority that speaks ACME: %j", (source, issuer) => {
    expect(withDomain(source).apps.tls.automation.policies[0].issuers).toEqual([issuer]);
  });

  test("files", () => {
    const { apps } = withDomain({ from: "files", certificate: "CHAIN", key: "KEY" });
    const folder = "/run/secrets";
    expect(apps.tls).toEqual({
      certificates: {
        load_files: [{ certificate: `${folder}/certificate.pem`, key: `${folder}/key.pem` }],
      },
    });
  });
});
