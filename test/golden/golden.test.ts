import {
  type BigIntStats,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Footprint } from "../../components/footprint";
import type { PreflightArgs } from "../../deploy/checks/preflight-args";
import { foundPlatform } from "../support/found-platform";
import { type Recording, type Registration, record, settled } from "../support/mocks";
import { treeOf } from "./tree";
import { VARIANTS, type Values } from "./variants";

/** What the last stack said that it would have. */
let claims: PreflightArgs & Footprint;

vi.mock("../../deploy/checks", () => ({
  preflight: async (args: PreflightArgs & Footprint) => {
    claims = args;
    const { open } = await foundPlatform(args);
    return { platform: "linux/amd64", open, known: new Set(), missing: [] };
  },
}));
vi.mock("../../deploy/checks/try-image", () => ({ tryImage: async () => [] }));
vi.mock("../../deploy/checks/try-servers", () => ({ tryServers: async () => ({}) }));
vi.mock("../../deploy/checks/find-release", () => ({
  findRelease: async (_: unknown, __: unknown, release: string) => `sha256:${release}`,
}));
// No engine is asked, so that there need not be one: it has base images of its own, as stand-ins are.
const IMAGES = {
  getImage: (reference: string) => ({
    inspect: async () => {
      if (reference.includes("/")) throw new Error("no such image");
      return { RepoDigests: [] };
    },
  }),
};
vi.mock("../../docker/connect", async (original) => ({
  ...(await original<typeof import("../../docker/connect")>()),
  connectToAsk: () => IMAGES,
}));
vi.mock("../../deploy/recorded-state", () => ({ recordedState: async () => undefined }));
vi.mock("../../deploy/missing", () => ({ watchForMissing: () => () => undefined }));
// Folders that are mounted have the same owner on each machine.
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const owned = <S extends Stats | BigIntStats | undefined>(stats: S): S =>
    stats?.isDirectory() ? Object.assign(stats, { uid: 1000, gid: 1000 }) : stats;
  const statSync = (...args: Parameters<typeof fs.statSync>) => owned(fs.statSync(...args));
  return { ...fs, statSync, default: { ...fs, statSync } };
});

const TREES = join(__dirname, "trees");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "berth-golden-")));
const before = process.cwd();

beforeAll(() => {
  mkdirSync(join(folder, "app"), { mode: 0o755 });
  mkdirSync(join(folder, "backups"));
  writeFileSync(join(folder, "app/Dockerfile"), "FROM python:3 AS dev\nFROM dev AS prod\n");
  writeFileSync(join(folder, "app/app.py"), "print()\n", { mode: 0o644 });
  for (const file of ["certificate.pem", "key.pem"]) writeFileSync(join(folder, file), file);
  process.chdir(folder);
});
afterEach(() => pulumi.runtime.setAllConfig({}));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

async function run(load: () => Promise<{ default: unknown }>, values: Values) {
  const text = (value: unknown) =>
    typeof value === "object" ? JSON.stringify(value) : String(value);
  const entries = Object.entries({ ...values, host: "unix:///var/run/docker.sock" }).map(
    ([key, value]) => [`project:${key}`, text(value).replace("FOLDER", join(folder, "backups"))],
  );
  vi.stubEnv("PULUMI_CONFIG_SECRET_KEYS", JSON.stringify(["project:app", "project:registry"]));
  const { default: program } = await load();
  return record(async () => {
    pulumi.runtime.setAllConfig(Object.fromEntries(entries));
    return settled(await (program as () => Promise<Record<string, unknown>>)());
  });
}

// A change that is meant: npm run golden
test.each([...VARIANTS])(
  "%s",
  async (name, values) => {
    const recording = await run(() => import("../../index"), values);
    const tree = treeOf(recording, recording.value, folder);
    await expect(tree).toMatchFileSnapshot(join(TREES, `${name}.yaml`));
    const made = namesIn(recording);
    expect(claims.names.filter((claimed) => !made.names.includes(claimed))).toEqual([]);
    expect(made.names.filter((one) => !claims.names.includes(one))).toEqual([]);
    expect(made.networks.sort()).toEqual([...claims.networks].sort());
    expect(made.volumes.filter((one) => !claims.volumes.includes(one))).toEqual([]);
    expect(made.kept.filter((one) => !claims.data.includes(one))).toEqual([]);
  },
  60_000,
);

/** The fixed names of what a stack has made, by kind. */
function namesIn({ registrations }: Recording<unknown>) {
  const named = (kind: RegExp, isWanted = (_: Registration) => true) =>
    registrations
      .filter((registration) => kind.test(registration.type) && isWanted(registration))
      .map(({ inputs }) => String(inputs.name))
      .filter((name) => name !== "undefined" && !OF_A_VERSION.test(name));
  return {
    names: named(/:(Container|Service)$/),
    networks: named(/:Network$/),
    volumes: named(/:Volume$/),
    kept: named(/:Volume$/, ({ options }) => options.retainOnDelete === true),
  };
}

/** The app's secrets have another volume for each version. */
const OF_A_VERSION = /-app-secrets-/;

test("no tree is of a stack that is not tried", () => {
  const trees = readdirSync(TREES).map((file) => basename(file, ".yaml"));
  expect(trees.filter((tree) => !VARIANTS.has(tree))).toEqual([]);
});

test.each(["hello-registry", "python-project", "view-counter"])(
  "the example %s names the domain that it is served on",
  async (example) => {
    const domain = "widgets.example.com";
    const values = { mode: "prod", domain, database: "redis" };
    const recording = await run(() => import(`../../examples/${example}/index.ts`), values);
    expect(recording.value.url).toBe(`https://${domain}`);
  },
);
