import { expect, test } from "vitest";
import { impactsOf } from "../../../cli/impact/impact";
import type { PlannedStep } from "../../../shared/planned-step";

const URN =
  "urn:pulumi:prod::shop::berth:docker:Postgres$pulumi-nodejs:dynamic/berth:FormerData::database-postgres-data-17";
const inputs = { role: "database", volume: "shop-prod-postgres-data-17", remove: false };
const upgrade = { product: "PostgreSQL", from: "17", to: "18", server: "c1" };

const state = (more: object) => ({
  urn: URN,
  inputs: { ...inputs, ...more },
  retainOnDelete: false,
});
const step = (op: string, old: object | undefined, aim: object | undefined): PlannedStep => ({
  ...{ op, urn: URN, diffs: [] },
  ...(old && { old: state(old) }),
  ...(aim && { new: state(aim) }),
});

const RESTART: PlannedStep[] = ["delete-replaced", "create-replacement"].map((op) => {
  const urn =
    "urn:pulumi:prod::shop::berth:docker:Postgres$docker:index/container:Container::database";
  const labels = [{ label: "berth.role", value: "database" }];
  const it = { urn, inputs: { labels }, retainOnDelete: false };
  return { op, urn, diffs: ["image"], old: it, new: it };
});

const AWAY = {
  part: "database",
  change: "upgraded: PostgreSQL 17 -> 18 (dump, load beside, check, swap)",
  felt: "the database is away meanwhile, the longer the more data it has",
  effect: "downtime",
};

test("an upgrade is felt in the place of the restart that ends it", () => {
  expect(impactsOf([step("create", undefined, { upgrade }), ...RESTART])).toEqual([AWAY]);
  // A second one of the same versions, of another server.
  const again = step("update", { upgrade }, { upgrade: { ...upgrade, server: "c2" } });
  expect(impactsOf([again])).toEqual([AWAY]);
});

test("an upgrade on record is not made again", () => {
  expect(impactsOf([step("update", { upgrade }, { upgrade, keepData: true })])).toEqual([]);
  expect(impactsOf([step("create", undefined, {})])).toEqual([]);
});

test("data of a former version that is removed is lost, and what a destroy keeps is not", () => {
  const lost = {
    part: "volume shop-prod-postgres-data-17",
    change: "deleted",
    felt: "the data of before the upgrade is deleted",
    effect: "data-loss",
  };
  expect(impactsOf([step("update", { upgrade }, { upgrade, remove: true })])).toEqual([lost]);
  expect(impactsOf([step("delete", { upgrade, keepData: false }, undefined)])).toEqual([lost]);
  expect(impactsOf([step("delete", { upgrade, keepData: true }, undefined)])).toEqual([]);
  // It went before.
  expect(impactsOf([step("delete", { remove: true, keepData: false }, undefined)])).toEqual([]);
});
