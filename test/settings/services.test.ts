import { expect, it } from "vitest";
import { parseSettings } from "../../settings/parse";
import { FILE, rawConfig } from "./raw-config";

const parse = (services: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  parseSettings(FILE, rawConfig({ mode: "dev", services, ...more }));

const mail = (service: Record<string, unknown>, more?: Record<string, unknown>) =>
  parse({ mail: { image: "mailpit:1", ...service } }, more).services.mail;

it("an image alone is a service", () => {
  expect(parse({ mail: "mailpit:1" }).services.mail).toMatchObject({
    image: "mailpit:1",
    needs: [],
    ends: false,
    healthcheck: undefined,
    restart: "no",
    stop_grace_period: 10,
  });
});

it("Compose's short and long forms come to the same", () => {
  const short = mail({
    command: "serve --title 'All mail'",
    environment: ["A=1=2"],
    ports: ["127.0.0.1:9000-9001:80-81/udp"],
    volumes: ["mails:/data", "./conf:/conf:ro", "/cache"],
    labels: ["team=web"],
    extra_hosts: ["smarthost:10.0.0.5"],
    ulimits: { nofile: 10 },
    tmpfs: "/run:size=1m",
  });
  const long = mail({
    command: ["serve", "--title", "All mail"],
    environment: { A: "1=2" },
    ports: [
      { target: 80, published: "9000", host_ip: "127.0.0.1", protocol: "udp" },
      { target: 81, published: 9001, host_ip: "127.0.0.1", protocol: "udp" },
    ],
    volumes: [
      { type: "volume", source: "mails", target: "/data" },
      { type: "bind", source: "./conf", target: "/conf", read_only: true },
      { type: "volume", target: "/cache" },
    ],
    labels: { team: "web" },
    extra_hosts: { smarthost: "10.0.0.5" },
    ulimits: { nofile: { soft: 10, hard: 10 } },
    tmpfs: ["/run:size=1048576"],
  });
  const withoutPlaces = (service: typeof short) => ({
    ...service,
    ports: service?.ports.map(({ at: _, ...port }) => port),
  });
  expect(withoutPlaces(short)).toEqual(withoutPlaces(long));
});

it("times are whole seconds", () => {
  expect(mail({ stop_grace_period: "1m30s" })?.stop_grace_period).toBe(90);
  expect(mail({ stop_grace_period: "1h" })?.stop_grace_period).toBe(3600);
  const { healthcheck } = mail({ healthcheck: { test: "true", interval: "10s" } }) ?? {};
  expect(healthcheck).toMatchObject({ test: ["CMD-SHELL", "true"], interval: 10, timeout: 5 });
});

it("ports are on 127.0.0.1, and on a Swarm on all addresses", () => {
  const addressOf = (more?: Record<string, unknown>) =>
    mail({ ports: ["8025:8025"] }, more)?.ports[0]?.published.address;
  expect(addressOf()).toBe("127.0.0.1");
  expect(addressOf({ platform: "swarm", source: "image" })).toBe("0.0.0.0");
});

it("the app waits for whom it may wait for, or for whom it names", () => {
  const services = {
    mail: "mailpit:1",
    report: { image: "report:1", depends_on: ["app"] },
    late: { image: "late:1", depends_on: ["report"] },
  };
  expect(parse(services).app.dependsOn).toEqual(["mail"]);
  expect(parse(services, { app: { dependsOn: [] } }).app.dependsOn).toEqual([]);
});

it("what somebody waits for the end of is a job", () => {
  const condition = { condition: "service_completed_successfully" };
  const { services } = parse({
    bucket: "mc:1",
    store: { image: "minio:1", depends_on: { bucket: condition } },
  });
  expect([services.bucket?.ends, services.store?.ends]).toEqual([true, false]);
});

it("each part of hardening can be switched off for one, and read_only is one", () => {
  const hardening = { nonRoot: false };
  const prod = parse(
    { mail: { image: "mailpit:1", hardening }, other: { image: "x:1", read_only: false } },
    { mode: "prod" },
  ).services;
  expect(prod.mail?.hardening).toMatchObject({ nonRoot: false, readOnly: true });
  expect(prod.other?.hardening).toMatchObject({ nonRoot: true, readOnly: false });
  expect(mail({ read_only: true })?.hardening).toMatchObject({ readOnly: true, nonRoot: false });
});

it("a volume that is there has the name that Docker knows it by", () => {
  const taken = { type: "volume", source: "Shop_Data.1", target: "/data", external: true };
  expect(mail({ volumes: [taken, "mails:/mails"] })?.volumes).toEqual([
    { kind: "volume", volume: "Shop_Data.1", isExternal: true, target: "/data" },
    { kind: "volume", volume: "mails", target: "/mails" },
  ]);
});

it.each([
  { type: "bind", source: "./data", target: "/data", external: true },
  { type: "volume", target: "/data", external: true },
  { type: "volume", source: "a/b", target: "/data", external: true },
  { type: "volume", source: "data", target: "/data", external: "yes" },
])("%o is refused", (mount) => {
  expect(() => mail({ volumes: [mount] })).toThrow("services.mail.volumes[0]");
});
