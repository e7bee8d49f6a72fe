import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { documentedSettings, exampleCommand, hasExample, renderDocs } from "../../settings/docs";
import { EXAMPLE_STACKS } from "../../settings/guide";
import { shownDefault } from "../../settings/language/docs-default";
import { metaOf, placeAt, shapeOf, walk } from "../../settings/language/meta";
import { valueAt } from "../../settings/language/path";
import { parseSettings } from "../../settings/parse";
import { settingsSchema } from "../../settings/sections";
import { OFFICIAL_IMAGES } from "../../settings/sections/images";
import { runConfigLines } from "./fake-config-cli";
import { neededFirst } from "./needed-first";
import { FILE, rawConfig } from "./raw-config";

const settings = documentedSettings();
const paths = settings.map((setting) => [setting.path.join("."), setting] as const);

it("docs/settings.md is up to date", () => {
  const written = readFileSync(join(__dirname, "../../docs/settings.md"), "utf8");
  expect(written === renderDocs(), "docs/settings.md is stale: run `npm run docs`").toBe(true);
});

it("every setting has its documentation", () => {
  walk(settingsSchema, (path, schema) => {
    expect(metaOf(schema) ?? shapeOf(schema), path.join(".")).toBeDefined();
  });
});

/** A documented default that is not a value itself, and what it is in the settings. */
const IN_WORDS: Readonly<Record<string, unknown>> = {
  "the project's name": "berth",
  "the app's name, with underscores": "berth",
  "that of the engine in images": OFFICIAL_IMAGES.mysql,
  "noeviction, which refuses it": undefined,
  "the manager that host names": undefined,
  "as many as fit": undefined,
  "none: they are spread over nodes": undefined,
  "the timeout": undefined,
  "the app's": undefined,
  "nothing is kept": undefined,
  none: undefined,
  "one of the stack's own": undefined,
  "none but `database`": undefined,
  "it runs once for each image": undefined,
  "none: it is well once it has run for 5 seconds without a restart": undefined,
  "no limit": undefined,
  "512, by hardening.pidsLimit (no limit with platform swarm)": undefined,
  "none, beside /tmp in memory": undefined,
  "none: the name of its container": undefined,
  "none: healthPath is asked for": undefined,
  "the domain where there is one, else 127.0.0.1": "127.0.0.1",
  "none: plain HTTP": undefined,
  nobody: undefined,
  "Let's Encrypt": undefined,
  "the public ones": undefined,
  "none: the image is built": undefined,
  "a digest of the content": undefined,
  "no login": undefined,
  volume: undefined,
  "no registry": undefined,
  "the image's own": undefined,
  "the image's own (source image)": undefined,
  "the owner of the context's folder (source bind)": undefined,
  "each service that does not wait for the app": undefined,
  "pip's own": undefined,
  "apt's own": undefined,
  "the Docker engine's": undefined,
  "DOCKER_HOST, the docker context, then the local engine": undefined,
};

/** Entries of maps, which have the defaults that are documented below NAME. */
const WITH_ENTRIES = {
  app: {
    volumes: { uploads: "/srv/uploads" },
    processes: { worker: { command: "celery worker", logs: {} } },
  },
  jobs: { cleanup: { command: "true", schedule: "@daily" } },
};

describe.each(["dev", "prod"] as const)("the documented defaults of %s are true", (mode) => {
  const defaults = parseSettings(
    FILE,
    rawConfig({ mode, registry: { server: "registry.example.com" }, backup: {} }),
  );
  const bare = parseSettings(FILE, rawConfig({ mode }));
  const withEntries = parseSettings(FILE, rawConfig({ mode, ...WITH_ENTRIES }));
  const withDomain = parseSettings(FILE, rawConfig({ mode, domain: "shop.example.com" }));

  it.each(paths.filter((one) => hasDefault(one) && !one[0].startsWith("services.")))(
    "%s",
    (path, { meta, path: keys, place }) => {
      const documented = shownDefault(meta, mode, settingsSchema);
      expect(keys.includes("NAME") ? valueAt(withEntries, place) : actual(path, keys)).toEqual(
        documented in IN_WORDS ? inWords(path, documented) : parsed(keys, documented),
      );
    },
  );

  function actual(path: string, keys: readonly string[]): unknown {
    if (path === "database") return bare.database?.engine;
    if (path === "databases") return Object.keys(bare.databases);
    if (path === "hardening") return [...new Set(Object.values(bare.hardening))];
    if (path === "tls") return { issuer: withDomain.tls?.issuer };
    if (path === "app.httpsPort" || keys[0] === "tls") return valueAt(withDomain, keys);
    if (path === "app.target") return bare.app.target ?? bare.app.defaultTargets[0];
    const isOfGroup = path === "registry.push" || path.startsWith("backup.");
    return valueAt(isOfGroup ? defaults : bare, keys);
  }

  function inWords(path: string, documented: string): unknown {
    if (
      [
        "adopt",
        "build.cacheFrom",
        "app.capabilities",
        "app.writable",
        "app.aliases",
        "app.dependsOn",
        "swarm.preferences",
        "edge.trustedProxies",
      ].includes(path)
    )
      return [];
    if (path === "databases") return ["database"];
    const isMap = [
      "app.buildArgs",
      "app.env",
      "app.secrets",
      "app.secretEnv",
      "app.processes",
      "app.volumes",
      "jobs",
      "services",
    ].includes(path);
    return isMap ? {} : IN_WORDS[documented];
  }

  function parsed(keys: readonly string[], documented: string): unknown {
    const [value] = documented.split(" (");
    const schema = placeAt(settingsSchema, keys)?.schema;
    const result = schema?.parse(value);
    if (keys.join(".") === "database") return (result as { engine: string }).engine;
    return keys.join(".") === "hardening" ? [...new Set(Object.values(result as object))] : result;
  }
});

/** What has to be written has no default. */
function hasDefault([path, { path: keys, meta }]: (typeof paths)[number]): boolean {
  const isNeeded = placeAt(settingsSchema, keys)?.schema.isOptional() === false;
  return path !== "mode" && !(isNeeded && meta.defaults === undefined);
}

it.each(paths.filter(([, setting]) => hasExample(setting)))(
  "the example of %s works",
  (path, setting) => {
    const start = {
      values: { mode: "dev", ...neededFirst(path) },
      secretKeys: new Set(["registry"]),
    };
    const line = exampleCommand(setting).replace(/^pulumi config set/, "$& --stack dev");
    const { values, secretKeys } = runConfigLines(start, line);
    expect(() => parseSettings(FILE, rawConfig(values, [...secretKeys]))).not.toThrow();
  },
);

it.each(["dev", "prod"] as const)("the example stack file of %s works", (stack) => {
  const { config } = parseYaml(EXAMPLE_STACKS[stack].replaceAll(/\n\s+secure: .*/g, " typed"));
  const parsed = parseSettings(FILE, rawConfig(config, ["app", "registry"]));
  expect(parsed).toMatchObject({ mode: stack, app: { name: "widgets" } });
});
