import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { type StackService, stackServices } from "../../../components";
import { record } from "../../support/mocks";

const id = { project: "shop", stack: "dev" };
const host = "unix:///nowhere/docker.sock";

const service = (needs: string[], more: Partial<StackService> = {}): StackService => ({
  id,
  host,
  image: { reference: "any:1" },
  usesData: false,
  needs,
  ...more,
});

class Part extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Part", name, {});
  }
}

const deploy = (services: Record<string, StackService>, volumes = {}, before: string[] = []) =>
  record(() => {
    const all = stackServices(
      { id, services, volumes, before },
      { network: "front", dataNetwork: "data" },
      {},
    );
    all.start({ database: { connection: { ready: new Part("database") } } });
    const first = Object.keys(all.containers);
    all.start({ app: { ready: new Part("app") } });
    return { first, all };
  });

test("each starts once what it needs is ready, whatever their order", async () => {
  const services = {
    report: service(["app", "queue"]),
    queue: service(["bucket", "database"]),
    bucket: service([], { ends: true }),
  };
  const recording = await deploy(services, {}, ["queue"]);
  expect(recording.value.first.sort()).toEqual(["service-bucket", "service-queue"]);
  expect(recording.get("docker:Container queue").dependencies).toEqual(
    expect.arrayContaining(["pulumi-nodejs:JobRun bucket-run", "test:Part database"]),
  );
  expect(recording.get("docker:Container report").dependencies).toEqual(
    expect.arrayContaining(["pulumi-nodejs:HealthGate queue-healthy", "test:Part app"]),
  );
  expect(recording.value.all.ready).toHaveLength(1);
});

test("a job runs once what it needs is ready", async () => {
  const recording = await deploy({ bucket: service(["database"], { ends: true }) });
  expect(recording.get("pulumi-nodejs:JobRun bucket-run").dependencies).toContain(
    "test:Part database",
  );
});

test("only who uses data is on its network", async () => {
  const recording = await deploy({ admin: service([], { usesData: true }), web: service([]) });
  const networksOf = (name: string) =>
    recording.get(`docker:Container ${name}`).inputs.networksAdvanced;
  expect(networksOf("admin")).toEqual([
    { name: "front", aliases: ["admin"] },
    { name: "data", aliases: ["admin"] },
  ]);
  expect(networksOf("web")).toEqual([{ name: "front", aliases: ["web"] }]);
});

test("two that name a volume have the same one, and it stays where its data is kept", async () => {
  const volumes = [{ volume: "shop-dev-files", target: "/files" }];
  const recording = await deploy(
    { one: service([], { volumes }), two: service([], { volumes }) },
    { files: { keepData: true } },
  );
  const made = recording.registrations.filter(({ type }) => type.endsWith(":Volume"));
  expect(made.map(({ inputs, options }) => [inputs.name, options.retainOnDelete])).toEqual([
    ["shop-dev-files", true],
  ]);
  for (const name of ["one", "two"]) {
    expect(recording.get(`docker:Container ${name}`).inputs.volumes).toEqual([
      { volumeName: "shop-dev-files", containerPath: "/files" },
    ]);
  }
});
