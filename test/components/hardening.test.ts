import { describe, expect, test } from "vitest";
import { Job, MySql, Redis, StaticSite, WebApp, type WebAppArgs } from "../../components";
import {
  type Hardening,
  type Privileges,
  securityOf,
  writableVolumes,
} from "../../components/hardening";
import { securityInputs, securityLabel } from "../../components/platforms/docker/security";
import { record } from "../support/mocks";

const ALL = {
  noNewPrivileges: true,
  dropCapabilities: true,
  readOnly: true,
  nonRoot: true,
  pidsLimit: true,
};

const hardened = (hardening?: Hardening, needs?: Privileges) =>
  securityInputs(securityOf(hardening, needs));
const hardeningLabel = (hardening?: Hardening, needs?: Privileges) =>
  securityLabel(securityOf(hardening, needs));

describe("the inputs of a container", () => {
  test("are none where nothing is hardened", () => {
    expect(hardened()).toEqual({});
    expect(hardened({ readOnly: false }, { user: "999", tmpfs: { "/run": "" } })).toEqual({});
    expect(hardeningLabel()).toEqual([]);
  });

  test("leave nothing to a container that needs nothing", () => {
    expect(hardened(ALL)).toEqual({
      securityOpts: ["no-new-privileges"],
      capabilities: { adds: [], drops: ["ALL"] },
      readOnly: true,
      tmpfs: { "/tmp": "" },
    });
  });

  test("leave what it needs", () => {
    const needs = { capabilities: ["NET_RAW"], user: "999", tmpfs: { "/run": "uid=999" } };
    expect(hardened(ALL, needs)).toEqual({
      securityOpts: ["no-new-privileges"],
      capabilities: { adds: ["CAP_NET_RAW"], drops: ["ALL"] },
      readOnly: true,
      tmpfs: { "/run": "uid=999" },
      user: "999",
    });
  });

  test("leave to root what it takes to become another user", () => {
    const { capabilities, user } = hardened(
      { ...ALL, nonRoot: false },
      { capabilities: ["KILL", "CHOWN", "NET_RAW"], user: "999" },
    );
    expect(user).toBeUndefined();
    expect(capabilities).toEqual({
      adds: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_RAW", "SETGID", "SETUID"].map(
        (name) => `CAP_${name}`,
      ),
      drops: ["ALL"],
    });
  });
});

test.each(["noNewPrivileges", "dropCapabilities", "readOnly", "nonRoot"] as const)(
  "the label changes with %s, and with what is needed",
  (part) => {
    const needs = { user: "999" };
    const label = (...args: Parameters<typeof hardeningLabel>) => hardeningLabel(...args)[0]?.value;
    expect(label({ ...ALL, [part]: false }, needs)).not.toBe(label(ALL, needs));
    expect(label(ALL, { ...needs, tmpfs: { "/run": "" } })).not.toBe(label(ALL, needs));
  },
);

test("what stays writable is a volume only below a root that cannot be written to", () => {
  expect(writableVolumes(ALL, ["/app/instance"])).toEqual([{ target: "/app/instance" }]);
  expect(writableVolumes({ readOnly: false }, ["/app/instance"])).toEqual([]);
  expect(writableVolumes()).toEqual([]);
});

const common = {
  id: { project: "widgets", stack: "prod" },
  host: "unix:///docker.sock",
  network: "widgets-prod",
  hardening: ALL,
};

const app = (args: Partial<WebAppArgs> = {}) => ({
  ...common,
  image: "widgets@sha256:0",
  server: "uwsgi" as const,
  containerPort: 80,
  healthPath: "/healthz",
  ...args,
});

const NOTHING = {
  securityOpts: ["no-new-privileges"],
  capabilities: { adds: [], drops: ["ALL"] },
  readOnly: true,
};

describe("hardened", () => {
  test.each([
    ["MySQL", () => new MySql("c", { ...common, image: "mysql:9.7", database: "d", user: "u" })],
    ["Redis", () => new Redis("c", { ...common, image: "redis:8" })],
  ])("%s runs as its own user", async (_, create) => {
    const recording = await record(create);
    expect(recording.get("docker:Container c").inputs).toMatchObject({ ...NOTHING, user: "999" });
    expect(recording.get("pulumi-nodejs:PidsLimit c-pids").inputs.pids).toBe(512);
  });

  test("an app runs as its image's user, and has the limit of processes that it is given", async () => {
    const recording = await record(() => new WebApp("c", app({ limits: { pids: 64 } })));
    const { inputs } = recording.get("docker:Container c");
    expect(inputs).toMatchObject({ ...NOTHING, tmpfs: { "/tmp": "" } });
    expect(inputs).not.toHaveProperty("user");
    expect(recording.get("pulumi-nodejs:PidsLimit c-pids").inputs.pids).toBe(64);
  });

  test("an app keeps its capabilities and folders, and reaches its database", async () => {
    const args = app({
      capabilities: ["NET_RAW"],
      writable: ["/app/instance"],
      dataNetwork: "widgets-prod-data",
    });
    const { inputs } = (await record(() => new WebApp("c", args))).get("docker:Container c");
    expect(inputs).toMatchObject({
      capabilities: { adds: ["CAP_NET_RAW"] },
      networksAdvanced: [{ name: "widgets-prod" }, { name: "widgets-prod-data" }],
      volumes: [{ containerPath: "/app/instance" }],
    });
  });

  test("the balancer can start, with a limit of its own", async () => {
    const args = app({ replicas: 2, limits: { pids: 64 }, dataNetwork: "widgets-prod-data" });
    const recording = await record(() => new WebApp("c", args));
    expect(recording.get("docker:Container c").inputs).toMatchObject({
      ...NOTHING,
      capabilities: { adds: ["CAP_NET_BIND_SERVICE"] },
      user: "65534:65534",
      networksAdvanced: [{ name: "widgets-prod" }],
    });
    expect(recording.get("pulumi-nodejs:PidsLimit c-pids").inputs.pids).toBe(512);
  });

  test("a site's nginx has folders in memory that are its own", async () => {
    const recording = await record(
      () => new StaticSite("c", { ...common, folder: __dirname, image: "nginx:1.30" }),
    );
    expect(recording.get("docker:Container c").inputs).toMatchObject({
      ...NOTHING,
      user: "101",
      tmpfs: { "/tmp": "", "/run": "uid=101", "/var/cache/nginx": "uid=101" },
    });
  });

  test("a job runs as whom it is told", async () => {
    const recording = await record(
      () => new Job("c", { ...common, image: "i", user: "1000", capabilities: ["CHOWN"] }),
    );
    expect(recording.get("docker:Container c").inputs).toMatchObject({
      ...NOTHING,
      capabilities: { adds: ["CAP_CHOWN"] },
      user: "1000",
    });
  });
});
