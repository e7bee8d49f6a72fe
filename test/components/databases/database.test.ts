import * as pulumi from "@pulumi/pulumi";
import { expect, onTestFinished, test, vi } from "vitest";
import { MySql, PostgreSql, Redis } from "../../../components";
import { inPlaceOf } from "../../../components/databases/database";
import { record } from "../../support/mocks";

test.each([
  ["MySql", ["Postgres", "Redis"]],
  ["Redis", ["MySql", "Postgres"]],
  ["Postgres", ["MySql", "Redis"]],
])("a %s may take the place of one of %s", (own, others) => {
  const aliases = others.map((other) => ({ type: `berth:docker:${other}` }));
  expect(inPlaceOf(own, undefined)).toEqual({ aliases });
  expect(inPlaceOf(own, { protect: true })).toEqual({ protect: true, aliases });
});

test("aliases that the program gives stay", () => {
  const given = { aliases: [{ name: "db" }] };
  expect(inPlaceOf("MySql", given)).toEqual({
    aliases: [{ name: "db" }, { type: "berth:docker:Postgres" }, { type: "berth:docker:Redis" }],
  });
  expect(given).toEqual({ aliases: [{ name: "db" }] });
});

test("a second server of the same role is refused, as it would share the first one's volumes", async () => {
  const stack = {} as ReturnType<typeof pulumi.runtime.getStackResource>;
  vi.spyOn(pulumi.runtime, "getStackResource").mockReturnValue(stack);
  onTestFinished(() => void vi.restoreAllMocks());
  const id = { project: "shop", stack: "dev" };
  const args = { id, host: "unix:///var/run/docker.sock", network: "shop-dev" };
  const named = { database: "shop", user: "shop" };
  await record(() => {
    new MySql("database", { ...args, ...named, image: "mysql:9.7" });
    new PostgreSql("elsewhere", { ...args, ...named, image: "postgres:18", host: "ssh://db" });
    new Redis("cache", { ...args, role: "cache", image: "redis:8" });
    expect(() => new Redis("second", { ...args, image: "redis:8" })).toThrow(
      'the databases database and second would both have the container shop-dev-database and its volumes; give one of them a role of its own, such as role: "second"',
    );
  });
});

test("a database of another name has its own container, volumes and variables, and is found by its name", async () => {
  const id = { project: "shop", stack: "prod" };
  const args = {
    id,
    host: "unix:///var/run/docker.sock",
    network: "shop-prod",
    image: "mysql:9.7",
  };
  const recording = await record(() => {
    const named = { database: "shop", user: "ann" };
    return new MySql("orders", { ...args, ...named, role: "orders" });
  });
  expect(recording.get("docker:Container orders").inputs).toMatchObject({
    name: "shop-prod-orders",
    networksAdvanced: [{ name: "shop-prod", aliases: ["orders"] }],
    labels: expect.arrayContaining([{ label: "berth.database", value: "mysql" }]),
    volumes: [
      { volumeName: "shop-prod-orders-mysql-data" },
      { volumeName: "shop-prod-orders-secrets" },
    ],
  });
  expect(recording.value.connection.env).toEqual({
    ORDERS_HOST: "shop-prod-orders",
    ORDERS_PORT: "3306",
    ORDERS_USER: "ann",
    ORDERS_DATABASE: "shop",
    ORDERS_PASSWORD_FILE: "/run/secrets/orders-password",
    ORDERS_URL_FILE: "/run/secrets/orders-url",
  });
  expect(Object.keys(recording.value.connection.secrets)).toEqual([
    "orders-password",
    "orders-url",
  ]);
});

test("a volume that is there is used, and no resource that could be deleted", async () => {
  const id = { project: "shop", stack: "dev" };
  const args = { id, host: "unix:///var/run/docker.sock", network: "shop-dev", image: "redis:8" };
  const recording = await record(() => new Redis("database", { ...args, volume: "old_cache" }));
  expect(recording.tree().join("\n")).not.toContain("docker:index/volume:Volume database-data");
  const { inputs } = recording.get("docker:Container database");
  expect(inputs.volumes).toContainEqual({ volumeName: "old_cache", containerPath: "/data" });
  expect(inputs.labels).toContainEqual({ label: "berth.database", value: "redis" });
});
