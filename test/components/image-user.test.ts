import { expect, test } from "vitest";
import { ImageUser } from "../../components/platforms/docker/image-user";
import { fakeEngine } from "../docker/fake-engine";
import { record } from "../support/mocks";

async function imageUser() {
  const { address: host } = await fakeEngine({
    "GET /images/app/json": () => ({ body: { Config: { User: "10001:10001" } } }),
  });
  const inputs = { host, image: "app" };
  const recording = await record(() => new ImageUser("user", inputs));
  return { provider: recording.dynamicProvider("pulumi-nodejs:ImageUser user"), inputs };
}

test("is the number of the user that the image names", async () => {
  const { provider, inputs } = await imageUser();
  expect(await provider.create(inputs)).toEqual({ id: "user", outs: { ...inputs, uid: "10001" } });
});

test("is asked for again for another image, and not of another engine", async () => {
  const { provider, inputs } = await imageUser();
  const changesOf = async (changes: object) =>
    (await provider.diff?.("user", inputs, { ...inputs, ...changes }))?.changes;
  expect(await changesOf({ host: "ssh://another" })).toBe(false);
  expect(await changesOf({ image: "app:2" })).toBe(true);
});
