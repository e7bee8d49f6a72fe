import { describe, expect, it } from "vitest";
import { documentedSettings } from "../../settings/docs";
import { formatPath } from "../../settings/language/path";
import { errorOf, SECRET } from "./bad-input";

describe("the problems of a stack file", () => {
  it("are shown all at once, those of rules too", () => {
    const error = errorOf({
      mode: "dev",
      app: { port: 99999 },
      replicas: "two",
      colour: "red",
      registry: { server: "r.example.com", username: "deploy" },
      logs: { driver: "journald", maxFile: 2 },
      "widgets:server": "uwsgi",
    });
    expect(error.message).toBe(
      `Pulumi.dev.yaml has 6 problems; nothing was changed.
  berth:server: given "uwsgi" as widgets:server, in a namespace that this project does not read; accepted: server without a namespace, which is berth:server in Pulumi.dev.yaml
    mend: pulumi config set --stack dev server uwsgi && pulumi config rm --stack dev widgets:server
  berth:app.port: given 99999; accepted: a port from 1 to 65535, IPV4-ADDRESS:PORT, [IPV6-ADDRESS]:PORT, or none
    mend: pulumi config set --stack dev --path app.port 8000
  berth:replicas: given "two"; accepted: a whole number from 1 to 100
    mend: pulumi config set --stack dev replicas 3
  berth:colour: given a key that does not exist; accepted: the keys mode, platform, app, server, source, restart, database, databases, jobs, backup, services, adopt, limits, replicas, rollout, release, domain, tls, edge, hardening, registry, host, swarm, images, build, logs
    mend: pulumi config rm --stack dev colour
  berth:registry.password: given nothing; accepted: username and password together, or neither
    mend: pulumi config set --stack dev --secret --path registry.password
  berth:logs.maxFile: given 2 with the driver journald; accepted: nothing: only json-file and local rotate their files
    mend: pulumi config rm --stack dev --path logs.maxFile`,
    );
  });

  it("are counted in the singular, too", () => {
    expect(errorOf({ mode: "dev", replicas: 0 }).message).toMatch(
      /^Pulumi\.dev\.yaml has 1 problem; nothing was changed\.\n/,
    );
  });

  it("leave rules out that read a broken setting", () => {
    const error = errorOf({
      mode: "dev",
      app: { port: 0 },
      database: { engine: "mysql", port: 8000 },
    });
    expect(error.problems.map(({ path }) => path.join("."))).toEqual(["app.port"]);
  });

  it("show long values in part", () => {
    expect(errorOf({ mode: "dev", server: "x".repeat(200) }).problems[0]?.given).toBe(
      `"${"x".repeat(76)}...`,
    );
  });

  it("show values of several lines on one", () => {
    expect(errorOf({ mode: "dev", server: "a\nb" }).message.split("\n")).toHaveLength(3);
  });
});

describe("every setting rejects a value of the wrong kind, with what it accepts", () => {
  const settings = documentedSettings().map(
    ({ place, meta }) => [formatPath(place), place, meta] as const,
  );

  const LISTS = [
    "adopt",
    "swarm.preferences",
    "app.capabilities",
    "app.aliases",
    "app.writable",
    "build.cacheFrom",
    "edge.trustedProxies",
    ...["ports", "expose", "volumes", "cap_add", "cap_drop"].map((key) => `services.mail.${key}`),
  ];

  it.each(settings)("%s", (name, path, meta) => {
    const wrong = path.reduceRight<unknown>((value, key) => ({ [key]: value }), [{ no: "such" }]);
    const error = errorOf({ mode: "dev", ...(wrong as object) });
    const problem = error.problems.find((problem) =>
      formatPath(problem.path).startsWith(LISTS.includes(name) ? `${name}[0]` : name),
    );
    expect(problem).toMatchObject({
      given: meta.secret ? "[secret]" : LISTS.includes(name) ? "an object" : "a list",
      accepted: LISTS.includes(name) ? meta.entry?.accepted : meta.accepted,
    });
  });
});

describe("a secret is never shown", () => {
  const KEYS = [
    ...["app", "registry", "host", "build", "database"],
    ...["widgets:registry", "widgets:host"],
  ];

  it.each([
    [{ host: SECRET }],
    [{ app: SECRET }],
    [{ app: { secrets: SECRET } }],
    [{ app: { secrets: { key: [SECRET] } } }],
    [{ app: { secrets: { "a/b": SECRET } } }],
    [{ app: { secret: { key: SECRET } } }],
    [{ app: { secret: SECRET } }],
    [{ app: { healthPath: SECRET } }],
    [{ app: { user: SECRET } }],
    [{ app: { port: SECRET } }],
    [{ app: { env: { "API-KEY": SECRET } } }],
    [{ registry: SECRET }],
    [{ registry: { server: `https://${SECRET}` } }],
    [{ registry: { server: "r.example.com", password: { x: SECRET } } }],
    [{ registry: { server: "r.example.com", token: SECRET } }],
    [{ build: { pipIndexUrl: SECRET } }],
    [{ database: { engine: SECRET } }],
    [{ database: { engine: "redis", name: SECRET } }],
    [{ password: SECRET }],
    [{ "registry.password": SECRET }],
    [{ "widgets:registry": { password: SECRET } }],
    [{ "widgets:host": SECRET }],
  ])("where %j is encrypted", (values) => {
    expect(errorOf({ mode: "dev", ...values }, KEYS).message).not.toContain(SECRET);
  });

  it.each([
    [{ app: { secrets: { key: SECRET } } }],
    [{ app: { secrets: { key: { x: SECRET } } } }],
    [{ app: { env: { "API-KEY": SECRET } } }],
    [{ registry: { server: "r.example.com", username: "deploy", password: SECRET } }],
    [{ registry: { server: "r.example.com", passwd: SECRET } }],
    [{ registry: { server: `https://deploy:${SECRET}@r.example.com` } }],
    [{ build: { pipIndexUrl: `ftp://deploy:${SECRET}@pypi.example.com` } }],
    [{ host: `http://deploy:${SECRET}@server.example.com` }],
    [{ registryPassword: SECRET }],
    [{ "registry:password": SECRET }],
    [{ "widgets:registry": { password: SECRET } }],
    [{ "widgets:host": `ssh://deploy:${SECRET}@server.example.com` }],
    [{ pipIndexUrl: `https://deploy:${SECRET}@pypi.example.com/simple` }],
    [{ "widgets:host": `tcp://deploy:${SECRET}@server.example.com` }],
  ])("where %j is in plain text by mistake", (values) => {
    expect(errorOf({ mode: "dev", ...values }).message).not.toContain(SECRET);
  });
});
