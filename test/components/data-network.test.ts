import { expect, test } from "vitest";
import { DataNetwork } from "../../components";
import { labels } from "../../components/labels";
import { fakeEngine } from "../docker/fake-engine";
import { record } from "../support/mocks";

const id = { project: "widgets", stack: "prod" };

const deploy = () =>
  record(
    () =>
      new DataNetwork("data-network", { id, host: "unix:///docker.sock", network: "widgets-prod" }),
  );

test("a bridge without a way out, which its users have joined", async () => {
  const recording = await deploy();

  expect(recording.tree()).toEqual([
    "berth:docker:DataNetwork data-network",
    "  docker:index/network:Network data-network",
    "  pulumi-nodejs:dynamic/berth:NetworkJoin data-network-join",
  ]);
  expect(recording.get("docker:Network data-network")).toMatchObject({
    inputs: {
      name: "widgets-prod-data",
      driver: "bridge",
      internal: true,
      options: { "com.docker.network.bridge.inhibit_ipv4": "true" },
      labels: labels(id, "data-network"),
    },
    options: { deleteBeforeReplace: true },
  });
  expect(recording.get("pulumi-nodejs:NetworkJoin data-network-join").inputs).toMatchObject({
    ...id,
    from: "widgets-prod",
    to: "id of data-network",
  });
  expect(recording.get("berth:DataNetwork data-network").outputs).toEqual({
    networkName: "widgets-prod-data",
  });
});

const container = (Id: string, ...networks: string[]) => ({
  Id,
  NetworkSettings: {
    Networks: Object.fromEntries(networks.map((NetworkID) => [NetworkID, { NetworkID }])),
  },
});

test("the stack's containers that run already join it, each once", async () => {
  const provider = (await deploy()).dynamicProvider("pulumi-nodejs:NetworkJoin data-network-join");
  const { address, requests } = await fakeEngine({
    "GET /containers/json": () => ({ body: [container("c1", "n1"), container("c2", "n1", "n2")] }),
    "POST /networks/n2/connect": () => ({ body: {} }),
  });
  const inputs = { ...id, host: address, from: "widgets-prod", to: "n2" };

  expect(await provider.create(inputs)).toEqual({ id: "n2", outs: inputs });
  expect(await provider.update("n2", inputs, inputs)).toEqual({ outs: inputs });
  const [list, connect] = requests;
  expect(decodeURIComponent(list?.line ?? "")).toContain(
    '{"label":["berth.project=widgets","berth.stack=prod"],"network":["widgets-prod"]}',
  );
  expect(JSON.parse(String(connect?.body))).toEqual({ Container: "c1" });
  expect(requests).toHaveLength(4);
});

test("a container that cannot join is an error: the database must not leave it behind", async () => {
  const provider = (await deploy()).dynamicProvider("pulumi-nodejs:NetworkJoin data-network-join");
  const { address } = await fakeEngine({
    "GET /containers/json": () => ({ body: [container("c1", "n1")] }),
    "POST /networks/n2/connect": () => ({ status: 500, body: { message: "no more addresses" } }),
  });
  const joined = provider.create({ ...id, host: address, from: "widgets-prod", to: "n2" });
  await expect(joined).rejects.toThrow("no more addresses");
});
