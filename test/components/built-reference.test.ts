import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { builtReference } from "../../components/app/built-reference";
import { fakeEngine } from "../docker/fake-engine";
import { settled } from "../support/mocks";

const NAME = "widgets-prod/shop:1";

/** What runs of an image that the state knows by this reference, on an engine that has these. */
async function runs(reference: string, has: Record<string, string>) {
  const { address, requests } = await fakeEngine(
    Object.fromEntries(
      Object.entries(has).map(([name, Id]) => [
        `GET /images/${name}/json`,
        () => ({ body: { Id } }),
      ]),
    ),
  );
  const image = { repoDigest: pulumi.output(reference), imageName: pulumi.output(NAME) };
  return { runs: await settled(builtReference(image, address)), requests };
}

test("what the state says, where the engine has it", async () => {
  const has = { "sha256:old": "sha256:old", [NAME]: "sha256:new" };
  expect((await runs("sha256:old", has)).runs).toBe("sha256:old");
});

test("what was built again under its name, where the engine lost it", async () => {
  expect((await runs("sha256:old", { [NAME]: "sha256:new" })).runs).toBe("sha256:new");
});

test("in a preview it is not built again, and stays what it was", async () => {
  expect((await runs("sha256:old", {})).runs).toBe("sha256:old");
});

test("what was pushed can be pulled, and nobody is asked", async () => {
  const pushed = "registry.example.com/shop@sha256:old";
  expect(await runs(pushed, {})).toEqual({ runs: pushed, requests: [] });
});
