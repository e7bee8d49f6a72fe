import { describe, expect, test } from "vitest";
import { hasDefaultProvider } from "../../engine/config/config";
import { DefaultProviders } from "../../engine/execute/default-providers";
import type { Goal } from "../../engine/plan/goal";

const CHOICE = { ref: "", version: "", pluginDownloadUrl: "" };
const SETTING = "pulumi:disable-default-providers";

test("a default provider is registered once for each package and version", async () => {
  const goals: Goal[] = [];
  const providers = new DefaultProviders(
    (pkg) => ({ of: pkg }),
    async (goal) => `ref ${goals.push(goal)}`,
  );
  const refs = await Promise.all([
    providers.of("docker", CHOICE, "a"),
    providers.of("docker", CHOICE, "b"),
    providers.of("docker", { ...CHOICE, version: "1.2.3" }, "c"),
    providers.of("random", CHOICE, "d"),
  ]);
  expect(refs).toEqual(["ref 1", "ref 1", "ref 2", "ref 3"]);
  expect(goals.map(({ type, name }) => `${type} ${name}`)).toEqual([
    "pulumi:providers:docker default",
    "pulumi:providers:docker default_1_2_3",
    "pulumi:providers:random default",
  ]);
});

test("where there is none, what needs it is named", async () => {
  const providers = new DefaultProviders(
    () => undefined,
    async () => "",
  );
  await expect(providers.of("docker", CHOICE, "urn:app")).rejects.toThrow(
    "Default provider for 'docker' disabled. 'urn:app' must use an explicit provider.",
  );
});

describe("the setting that takes default providers away", () => {
  const has = (text: string, pkg: string) =>
    hasDefaultProvider({ values: { [SETTING]: text } }, pkg);

  test.each([
    ["", "docker", true],
    ['["random"]', "docker", true],
    ['["random", " docker "]', "docker", false],
    ['["*"]', "docker", false],
    ['["*"]', "pulumi", true],
  ])("%s leaves one for %s: %s", (text, pkg, expected) => {
    expect(has(text, pkg)).toBe(expected);
  });

  test.each(["docker", '{"a":1}', "[1]"])("%s is no list of packages", (text) => {
    expect(() => has(text, "docker")).toThrow(`${SETTING}: given ${text}; accepted: a list`);
  });
});
