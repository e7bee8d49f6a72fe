import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, afterEach, test, vi } from "vitest";
import { z } from "zod";
import type { PreflightArgs } from "../../deploy/checks/preflight-args";
import { documentedSettings, hasExample } from "../../settings/docs";
import { placeAt, type SettingMeta, unwrap } from "../../settings/language/meta";
import { settingsSchema } from "../../settings/sections";
import { neededFirst } from "../settings/needed-first";
import { foundPlatform } from "../support/found-platform";
import { record } from "../support/mocks";

/** What was looked at on the engine: a part of the outcome. */
const looks = vi.hoisted(() => [] as unknown[]);

vi.mock("../../deploy/checks", () => ({
  preflight: async (args: PreflightArgs) => {
    const { open, ...found } = await foundPlatform(args);
    looks.push(args, found);
    // Data of a former major version beside each volume.
    const known = new Set(args.data?.map((name) => `${name}-1`));
    return { platform: "linux/amd64", open, known, missing: [] };
  },
}));
vi.mock("../../deploy/checks/try-image", () => ({
  tryImage: async (_: string, __: unknown, run: unknown) => {
    looks.push(run);
    return [];
  },
}));
vi.mock("../../deploy/checks/try-servers", () => ({
  tryServers: async (_: string, servers: unknown) => {
    looks.push(servers);
    return {};
  },
}));
vi.mock("../../deploy/checks/try-services", () => ({
  tryServices: async (_: string, services: unknown) => void looks.push(services),
}));
vi.mock("../../deploy/checks/find-release", () => ({
  findRelease: async (_: unknown, __: unknown, release: string) => `sha256:${release}`,
}));
vi.mock("../../deploy/recorded-state", () => ({ recordedState: async () => undefined }));
vi.mock("../../deploy/missing", () => ({ watchForMissing: () => () => undefined }));

const folder = mkdtempSync(join(tmpdir(), "berth-every-setting-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  looks.length = 0;
  pulumi.runtime.setAllConfig({});
});

/** A file of the folder, with its name as its content. */
function file(...path: string[]): string {
  mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
  writeFileSync(join(folder, ...path), path.join("/"));
  return join(folder, ...path);
}
for (const context of ["app", "other"]) {
  file(context, `${context}.py`);
  for (const dockerfile of ["Dockerfile", "Dockerfile.other"]) {
    const stages = ["dev", "prod", "third"].map(
      (stage) => `FROM base AS ${stage}\nRUN ${dockerfile}`,
    );
    writeFileSync(join(folder, context, dockerfile), stages.join("\n"));
  }
}

type Values = { [key: string]: unknown };

/** Examples that are the default, or name a file. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  "app.context": join(folder, "other"),
  "app.dockerfile": "Dockerfile.other",
  "app.target": "third",
  "tls.certificate": file("certificate.pem"),
  "tls.key": file("key.pem"),
  "tls.caRoot": file("root.pem"),
  "database.config": file("extra.cnf"),
  "app.healthPath": "/up",
  database: "redis",
  "database.image": "mysql:8",
  "images.python": "python:3.12",
  "images.mysql": "mysql:8",
  "images.mariadb": "mariadb:10",
  "images.postgres": "postgres:17",
  "images.redis": "redis:7",
  "images.caddy": "caddy:2.11",
  "build.platform": "linux/arm64",
  "logs.maxSize": "1m",
  "logs.maxFile": 7,
  "app.processes.worker.logs.maxSize": "1m",
  "app.processes.worker.logs.maxFile": 7,
  "services.mail.build": join(folder, "other"),
  "services.mail.build.context": join(folder, "other"),
  "services.mail.build.dockerfile": "Dockerfile.other",
  "services.mail.build.target": "prod",
};
const inFolder = (text: string) =>
  text
    .replaceAll("./certificate.pem", join(folder, "certificate.pem"))
    .replaceAll("./key.pem", join(folder, "key.pem"))
    .replaceAll("./app", join(folder, "app"));

function merged(one: Values, other: Values): Values {
  const result = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = result[key];
    const areMaps = [before, value].every(
      (part) => typeof part === "object" && part !== null && !Array.isArray(part),
    );
    result[key] = areMaps ? merged(before as Values, value as Values) : value;
  }
  return result;
}

const nested = (path: readonly string[], value: unknown): Values =>
  path.reduceRight((inside, key) => ({ [key]: inside }), value as Values);

/** What a program comes to: its resources, its outputs, and what was looked at; undefined where it is refused. */
async function outcomeOf(values: Values): Promise<string | undefined> {
  const text = (value: unknown) =>
    typeof value === "object" ? JSON.stringify(value) : String(value);
  const entries = Object.entries(values).map(([key, value]) => [`project:${key}`, text(value)]);
  vi.stubEnv(
    "PULUMI_CONFIG_SECRET_KEYS",
    JSON.stringify(["project:app", "project:registry", "project:services"]),
  );
  looks.length = 0;
  const { default: program } = await import("../../index");
  try {
    const { registrations } = await record(async () => {
      pulumi.runtime.setAllConfig(Object.fromEntries(entries));
      await (program as () => Promise<unknown>)();
    });
    const seen = [...registrations].map((one) => JSON.stringify(one)).sort();
    return JSON.stringify([seen, looks]).replace(/dynamic provider \d+/g, "");
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return undefined;
    throw error;
  }
}

/** Values that may be others than the default. */
function candidates(path: string, { example, entry }: SettingMeta): unknown[] {
  const bare = unwrap(placeAt(settingsSchema, path.split("."))?.schema as z.ZodType);
  const options = bare instanceof z.ZodEnum ? bare.options : [];
  const first = EXAMPLES[path] ?? (example || "typed");
  if (entry) return [entry.key === 0 ? [first] : { [entry.key]: first }];
  const isFlag = ["true", "false"].includes(String(first));
  return [first, ...options, ...(isFlag ? ["true", "false"] : [])];
}

/** Where a setting may make a difference. */
const PLACES: readonly Values[] = ["docker", "swarm"].flatMap((platform) =>
  ["dev", "prod"].map((mode) => ({ mode, platform })),
);

/** An app that is built, but where it is not to be. */
const appFor = (path: string): Values =>
  path === "app.image" ? {} : { app: { context: join(folder, "app") } };

const known = new Map<string, ReturnType<typeof outcomeOf>>();

/** The same, once for the same settings. */
function outcomeOnce(values: Values) {
  const key = JSON.stringify(values);
  const outcome = known.get(key) ?? outcomeOf(values);
  known.set(key, outcome);
  return outcome;
}

test.each(
  documentedSettings()
    .filter(hasExample)
    // For who reads the file, as in Compose.
    .filter(({ path }) => path.join(".") !== "services.NAME.expose")
    .map(({ place, meta }) => [place.join("."), meta] as const),
)(
  "%s makes a difference",
  async (path, meta) => {
    const refused: string[] = [];
    for (const place of PLACES) {
      const needed = JSON.parse(inFolder(JSON.stringify(neededFirst(path))));
      const without = merged(merged(place, appFor(path)), needed);
      const before = await outcomeOnce(without);
      for (const value of candidates(path, meta)) {
        const after = await outcomeOf(merged(without, nested(path.split("."), value)));
        if (after === undefined) refused.push(`${JSON.stringify(place)} ${value}`);
        else if (after !== before) return;
      }
    }
    throw new Error(`${path} changes nothing; refused: ${refused.join("; ")}`);
  },
  60_000,
);
