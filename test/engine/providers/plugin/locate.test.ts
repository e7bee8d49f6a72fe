import { resolve } from "node:path";
import { expect, test } from "vitest";
import { DYNAMIC_PACKAGE, locatePlugin } from "../../../../engine/providers/plugin/locate";

test("dynamic resources know the project, so that they find its settings", () => {
  const project = { name: "shop", runtimeOptions: { typescript: false, nodeargs: "--inspect" } };
  const { env } = locatePlugin(DYNAMIC_PACKAGE, undefined, resolve(__dirname), project);
  expect(env).toMatchObject({
    PATH: process.env.PATH,
    PULUMI_CONFIG: "{}",
    PULUMI_NODEJS_PROJECT: "shop",
    PULUMI_PROJECT: "shop",
    PULUMI_RUNTIME_NODEARGS: "--inspect",
    PULUMI_RUNTIME_TYPESCRIPT: "false",
  });
});
