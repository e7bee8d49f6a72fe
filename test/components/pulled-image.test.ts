import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, test } from "vitest";
import { pulledImage } from "../../components/platforms/docker/image";
import { imageOfNodes } from "../../components/platforms/swarm/image";
import { fakeEngine, type Routes } from "../docker/fake-engine";
import { settled } from "../support/mocks";

const DIGEST = "redis@sha256:1";
/** With the containerd image store, which calls an image by its manifest's digest. */
const PULLED = { Id: "sha256:1", RepoDigests: [DIGEST] };
const BUILT = { ...PULLED, Descriptor: { annotations: { "config.digest": "1" } } };

beforeEach(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({
      id: name,
      state: { ...inputs, imageId: "sha256:id", repoDigest: DIGEST },
    }),
    call: () => ({}),
  }),
);

const stack = () => new pulumi.ComponentResource("test:it:Stack", "stack");

/** What is given to the nodes of a Swarm whose manager says this of the image redis:8. */
async function given(image: object | undefined, routes: Routes = {}) {
  const { address: host } = await fakeEngine({
    ...(image && { "GET /images/redis:8/json": () => ({ body: image }) }),
    ...routes,
  });
  return settled(imageOfNodes("image", "redis:8", host, stack()));
}

test("one engine is given the id", async () => {
  expect(await settled(pulledImage("image", "redis:8", stack()))).toBe("sha256:id");
});

test("nodes are given the digest of what was pulled", async () => {
  expect(await given({ ...PULLED, Id: "sha256:config" })).toBe(DIGEST);
  expect(await given(PULLED)).toBe(DIGEST);
});

test("nodes are given the name of what no registry has, whatever the image store calls its digest", async () => {
  const Config = { Labels: { "berth.standin.what": "Redis" } };
  expect(await given({ RepoDigests: [] })).toBe("redis:8");
  expect(await given({ ...PULLED, Config })).toBe("redis:8");
});

test("of what the manager has built its registry is asked", async () => {
  const found = { [`GET /distribution/${DIGEST}/json`]: () => ({ body: { Descriptor: {} } }) };
  expect(await given(BUILT, found)).toBe(DIGEST);
  expect(await given(BUILT), "no such image there").toBe("redis:8");
});

test.each([
  [401, "redis:8"],
  [403, "redis:8"],
  [429, DIGEST],
  [500, DIGEST],
])("a registry that answers %i leaves nodes with %s", async (status, image) => {
  const said = () => ({ status, body: { message: "its own words" } });
  expect(await given(BUILT, { [`GET /distribution/${DIGEST}/json`]: said })).toBe(image);
});

test("where the manager says nothing, the digest is taken as it is", async () => {
  expect(await given(undefined)).toBe(DIGEST);
});
