import { describe, expect, test } from "vitest";
import { WebApp } from "../../components";
import { type EngineAnswer, fakeEngine } from "../docker/fake-engine";
import { record } from "../support/mocks";

const deploy = (replicas: number) =>
  record(
    () =>
      new WebApp("app", {
        id: { project: "widgets", stack: "prod" },
        host: "unix:///docker.sock",
        image: "widgets@sha256:0",
        network: "widgets-prod",
        server: "uwsgi",
        containerPort: 80,
        healthPath: "/healthz",
        caddyImage: "caddy:2",
        limits: { pids: 100 },
        replicas,
      }),
  );

test("one for the app's container", async () => {
  expect((await deploy(1)).get("pulumi-nodejs:PidsLimit app-pids")).toMatchObject({
    type: "pulumi-nodejs:dynamic/berth:PidsLimit",
    parent: "berth:WebApp app",
    inputs: { host: "unix:///docker.sock", container: "id of app", pids: 100 },
  });
});

test("one for each replica, and none for the balancer", async () => {
  const limits = (await deploy(2)).registrations.filter(({ type }) => type.endsWith(":PidsLimit"));
  expect(limits.map(({ inputs }) => inputs.container).sort()).toEqual([
    "id of app-1",
    "id of app-2",
  ]);
});

test("it is set through Docker's API, at creation and at each change", async () => {
  const provider = (await deploy(1)).dynamicProvider("pulumi-nodejs:PidsLimit app-pids");
  const { address, requests } = await fakeEngine({
    "POST /containers/c1/update": () => ({ body: {} }),
  });
  const inputs = { host: address, container: "c1", pids: 100 };

  expect(await provider.create(inputs)).toEqual({ id: "c1", outs: inputs });
  const changed = { ...inputs, pids: 200 };
  expect(await provider.update("c1", inputs, changed)).toEqual({ outs: changed });
  expect(requests.map(({ body }) => JSON.parse(String(body)))).toEqual([
    { PidsLimit: 100 },
    { PidsLimit: 200 },
  ]);
});

test("a container that ends that very moment is told again, and one that is refused is an error", async () => {
  const provider = (await deploy(1)).dynamicProvider("pulumi-nodejs:PidsLimit app-pids");
  const answers: EngineAnswer[] = [
    { status: 500, body: { message: "cannot update a stopped container" } },
    { body: {} },
  ];
  const { address, requests } = await fakeEngine({
    "POST /containers/c1/update": () => answers.shift(),
    "POST /containers/c2/update": () => ({
      status: 409,
      body: { message: "is marked for removal" },
    }),
  });
  await provider.create({ host: address, container: "c1", pids: 100 });
  expect(requests).toHaveLength(2);
  const refused = { host: address, container: "c2", pids: 100 };
  await expect(provider.create(refused)).rejects.toThrow("is marked for removal");
});

test.each([
  ["kept, where it holds", 100, true],
  ["forgotten, where somebody changed it", 50, false],
])("on a refresh: %s", async (_, PidsLimit, isKept) => {
  const provider = (await deploy(1)).dynamicProvider("pulumi-nodejs:PidsLimit app-pids");
  const { address } = await fakeEngine({
    "GET /containers/c1/json": () => ({ body: { HostConfig: { PidsLimit } } }),
  });
  const state = { host: address, container: "c1", pids: 100 };
  expect(await provider.read("c1", state)).toEqual(isKept ? { id: "c1", props: state } : {});
});

describe("where it is no longer wanted", () => {
  async function deleted(answer: EngineAnswer) {
    const provider = (await deploy(1)).dynamicProvider("pulumi-nodejs:PidsLimit app-pids");
    const { address, requests } = await fakeEngine({ "POST /containers/c1/update": () => answer });
    const done = provider.delete("c1", { host: address, container: "c1", pids: 100 });
    return { done, requests };
  }

  test("the container has no limit any more", async () => {
    const { done, requests } = await deleted({ body: {} });
    await done;
    expect(requests.map(({ body }) => JSON.parse(String(body)))).toEqual([{ PidsLimit: -1 }]);
  });

  test("a container that is gone is fine", async () => {
    const { done } = await deleted({ status: 404, body: { message: "No such container: c1" } });
    await expect(done).resolves.toBeUndefined();
  });

  test("any other answer is an error", async () => {
    const { done } = await deleted({ status: 500, body: { message: "cgroups are broken" } });
    await expect(done).rejects.toThrow("cgroups are broken");
  });
});
