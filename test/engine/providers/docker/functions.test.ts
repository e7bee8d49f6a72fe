import { expect, test } from "vitest";
import { DockerProvider } from "../../../../engine/providers/docker";
import { fakeEngine } from "../../../docker/fake-engine";

const NETWORK = {
  ...{ Id: "n1", Name: "web", Driver: "bridge", Scope: "local", Internal: false },
  Options: { mtu: "1500" },
  IPAM: { Config: [{ Subnet: "10.0.0.0/24", Gateway: "10.0.0.1" }] },
  Containers: {
    c1: {
      ...{ Name: "app", EndpointID: "e1", MacAddress: "02:42" },
      ...{ IPv4Address: "10.0.0.2/24", IPv6Address: "" },
    },
  },
};

async function provider() {
  const { address } = await fakeEngine({
    "GET /networks/web": () => ({ body: NETWORK }),
    "GET /images/app:1/json": () => ({
      body: { Id: "sha256:ab", RepoDigests: ["other@sha256:1", "app@sha256:2"] },
    }),
  });
  const docker = new DockerProvider();
  await docker.configure({ host: address });
  return (name: string, args: Record<string, string>) =>
    docker.invoke({ token: `docker:index/${name}:${name}`, args });
}

test("a network, with the containers in it", async () => {
  const invoke = await provider();
  expect(await invoke("getNetwork", { name: "web" })).toEqual({
    result: {
      ...{ id: "n1", name: "web", driver: "bridge", internal: false, scope: "local" },
      options: { mtu: "1500" },
      ipamConfigs: [{ subnet: "10.0.0.0/24", ipRange: "", gateway: "10.0.0.1", auxAddress: {} }],
      containers: [
        {
          ...{ containerId: "c1", endpointId: "e1", name: "app", macAddress: "02:42" },
          ...{ ipv4Address: "10.0.0.2/24", ipv6Address: "" },
        },
      ],
    },
  });
});

test("an image of the engine, with its digest in its own repository", async () => {
  const invoke = await provider();
  expect(await invoke("getRemoteImage", { name: "app:1" })).toEqual({
    result: { id: "sha256:ab", name: "app:1", repoDigest: "app@sha256:2" },
  });
});

test("what is not there, has no name or is not supported is an error", async () => {
  const invoke = await provider();
  await expect(invoke("getNetwork", { name: "x" })).rejects.toThrow("there is no network x");
  await expect(invoke("getRemoteImage", { name: "x" })).rejects.toThrow("there is no image x");
  expect(await invoke("getNetwork", { name: "" })).toEqual({
    failures: [{ property: "name", reason: "must not be empty" }],
  });
  await expect(invoke("getLogs", { name: "x" })).rejects.toThrow("does not support the function");
});
