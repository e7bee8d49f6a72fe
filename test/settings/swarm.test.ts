import { describe, expect, it } from "vitest";
import { parseSettings } from "../../settings/parse";
import { FILE, rawConfig } from "./raw-config";

const parse = (values: Readonly<Record<string, unknown>>) => parseSettings(FILE, rawConfig(values));
const everywhere = (port: number) => ({ address: "0.0.0.0", port });

describe("platform swarm", () => {
  it("is one line, in dev too", () => {
    const settings = parse({ mode: "dev", platform: "swarm" });
    expect(settings).toMatchObject({
      platform: "swarm",
      server: "debug",
      source: "image",
      restart: "always",
      app: { port: everywhere(8000) },
    });
  });

  it("starts tasks again unless told otherwise", () => {
    expect(parse({ mode: "dev", platform: "swarm", restart: "no" }).restart).toBe("no");
  });

  it("changes in prod the address of ports, and what services do not have", () => {
    const settings = parse({ mode: "prod", platform: "swarm" });
    const other = parse({ mode: "prod" });
    expect(settings).toEqual({
      ...other,
      platform: "swarm",
      app: { ...other.app, port: everywhere(8091) },
      hardening: { ...other.hardening, noNewPrivileges: false, pidsLimit: false },
    });
  });

  it("has settings of its own", () => {
    const swarm = {
      publishMode: "host",
      encrypted: "true",
      maxReplicas: 2,
      preferences: ["node.labels.zone", "engine.labels.disk"],
      update: { parallelism: "2", delay: 10 },
      reservations: { cpus: "0.5", memory: "256m" },
    };
    expect(parse({ mode: "prod", platform: "swarm", swarm }).swarm).toEqual({
      ...swarm,
      encrypted: true,
      update: { parallelism: 2, delay: 10 },
      reservations: { cpus: 0.5, memory: 256 },
    });
  });

  it("believes proxies where nodes publish their own edge", () => {
    const given = { swarm: { publishMode: "host" }, edge: { trustedProxies: ["10.0.0.0/8"] } };
    expect(parse({ mode: "prod", platform: "swarm", ...given }).edge).toMatchObject(given.edge);
  });

  it("takes all of hardening that there is", () => {
    const { hardening } = parse({ mode: "dev", platform: "swarm", hardening: true });
    expect(hardening).toMatchObject({ readOnly: true, noNewPrivileges: false, pidsLimit: false });
  });

  it("publishes a domain, and a database only to who asks for it", () => {
    const database = { engine: "redis", port: "0.0.0.0:6379", node: "server-2" };
    const given = { platform: "swarm", domain: "shop.example.com", database };
    expect(parse({ mode: "dev", ...given })).toMatchObject({
      app: { port: everywhere(8000), httpsPort: everywhere(8443) },
      database: { port: everywhere(6379), node: "server-2" },
    });
  });
});
