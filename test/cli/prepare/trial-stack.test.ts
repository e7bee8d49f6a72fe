import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { trialStack } from "../../../cli/prepare/trial-stack";
import { folderWith } from "../fakes";

test("the state of a trial has a deployment, without which a preview of the official CLI breaks off", async () => {
  const stateFolder = folderWith();
  const stackFile = join(stateFolder, "Pulumi.dev.yaml");
  const { env } = await trialStack({ project: "shop", stack: "dev", stackFile, stateFolder }, {});
  const folder = fileURLToPath(String(env.PULUMI_BACKEND_URL));
  const state = readFileSync(join(folder, ".pulumi/stacks/shop/dev.json"), "utf8");
  expect(JSON.parse(state).checkpoint.latest).toMatchObject({ resources: [] });
});
