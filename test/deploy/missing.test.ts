import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { watchForMissing } from "../../deploy/missing";
import { fakeEngine, type Routes } from "../docker/fake-engine";

const there: Routes[string] = () => ({ body: { Id: "1" } });

/** The ids that the state has, as Pulumi gives them back for what has not changed. */
const mocks: pulumi.runtime.Mocks = {
  newResource: ({ name, inputs }) => ({
    id: `${name}-id`,
    state: {
      ...inputs,
      repoDigest: inputs.repoDigest ?? `${name}-digest`,
      imageId: `${name}-image-id`,
    },
  }),
  call: () => ({}),
};

interface Seen {
  routes?: Routes;
  known?: string[];
  preview?: boolean;
}

/** What is told of a stack with an app and a database, on an engine that has what its routes say. */
async function told({ routes = {}, known = [], preview = false }: Seen) {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  warn.mockClear();
  const { address: host, requests } = await fakeEngine(routes);
  await pulumi.runtime.setMocks(mocks, "widgets", "prod", preview);
  const transformation = watchForMissing({ host, stack: "prod", known: new Set(known) }, 20);
  const parent = new pulumi.ComponentResource(
    "test:it:Stack",
    "stack",
    {},
    { transformations: [transformation] },
  );
  const container = (role: string) =>
    new docker.Container(role, { name: `widgets-prod-${role}`, image: "i" }, { parent });
  container("app");
  container("database");
  new docker.Volume("data", { name: "widgets-prod-data" }, { parent });
  new docker.Network("network", { name: "widgets-prod" }, { parent });
  new docker.RemoteImage("redis", { name: "redis:8" }, { parent });
  const build = { context: "." };
  new docker.Image("image", { imageName: "widgets-prod/app:1", build, skipPush: true }, { parent });
  await pulumi.runtime.disconnect();
  return { warnings: warn.mock.calls.map(([text]) => text), requests };
}

test("what the state has and the engine does not is told at once, with the command", async () => {
  const { warnings } = await told({});
  expect(warnings).toEqual([
    "the engine does not have the containers widgets-prod-app, widgets-prod-database; the volume widgets-prod-data; the network widgets-prod; the images redis:8, widgets-prod/app:1 of this stack any more; make them again: pulumi up --stack prod --refresh",
  ]);
});

test("only what is missing is named; an image that was built again is there under its name", async () => {
  const { warnings } = await told({
    routes: {
      "GET /containers/app-id/": there,
      "GET /images/widgets-prod/app:1/": there,
      "GET /images/redis-image-id/": there,
      "GET /networks/": there,
      "GET /volumes/": there,
    },
  });
  expect(warnings).toEqual([
    "the engine does not have the container widgets-prod-database of this stack any more; make them again: pulumi up --stack prod --refresh",
  ]);
});

test("an engine that has what runs is asked for nothing", async () => {
  const { warnings, requests } = await told({
    known: ["app-id", "database-id", "data-id", "network-id"],
  });
  expect(warnings).toEqual([]);
  expect(requests).toEqual([]);
});

test("what was made just now is there", async () => {
  const routes = { "GET /containers/": there, "GET /volumes/": there, "GET /networks/": there };
  expect((await told({ routes })).warnings).toEqual([]);
});

test("an engine that does not answer is nothing to warn of", async () => {
  const routes = { "GET /": () => ({ status: 500, body: { message: "busy" } }) };
  expect((await told({ routes })).warnings).toEqual([]);
});
