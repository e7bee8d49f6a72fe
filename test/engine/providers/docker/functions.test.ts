import { expect, onTestFinished, test } from "vitest";
import { DockerProvider } from "../../../../engine/providers/docker";
import type { PropertyMap } from "../../../../engine/providers/provider";
import { fakeEngine } from "../../../docker/fake-engine";
import { FakeRegistry } from "./fake-registry";

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
    "GET /plugins/data/json": () => ({
      body: {
        ...{ Id: "p1", Name: "data:latest", Enabled: true, Settings: { Env: ["DEBUG=0"] } },
        PluginReference: "docker.io/data:latest",
      },
    }),
    "GET /images/app:1/json": () => ({
      body: { Id: "sha256:ab", RepoDigests: ["other@sha256:1", "app@sha256:2"] },
    }),
  });
  const docker = new DockerProvider();
  await docker.configure({ host: address });
  return (name: string, args: PropertyMap) =>
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

test("a plugin of the engine", async () => {
  const invoke = await provider();
  expect(await invoke("getPlugin", { alias: "data" })).toEqual({
    result: {
      ...{ id: "p1", alias: "data:latest", enabled: true, envs: ["DEBUG=0"] },
      ...{ name: "docker.io/data:latest", pluginReference: "docker.io/data:latest" },
      grantAllPermissions: false,
    },
  });
});

test("the images of several platforms behind a name of a registry", async () => {
  const registry = new FakeRegistry({ username: "ann", password: "secret" });
  await registry.start();
  onTestFinished(() => registry.stop());
  const platform = { architecture: "amd64", os: "linux" };
  const one = { mediaType: "application/vnd.oci.image.manifest.v1+json", digest: "sha256:1" };
  const body = Buffer.from(JSON.stringify({ manifests: [{ ...one, platform }] }));
  registry.manifests.set("1", { body, type: "application/vnd.oci.image.index.v1+json" });
  const invoke = await provider();
  const authConfig = { address: registry.address, username: "ann", password: "secret" };
  const answer = await invoke("getRegistryImageManifests", {
    name: `${registry.address}/shop/app:1`,
    authConfig,
  });
  expect(answer).toMatchObject({
    result: {
      id: "shop/app:1",
      manifests: [{ ...platform, mediaType: one.mediaType, sha256Digest: "sha256:1" }],
    },
  });
});

test("what is not there, has no name or is not supported is an error", async () => {
  const invoke = await provider();
  await expect(invoke("getNetwork", { name: "x" })).rejects.toThrow("there is no network x");
  await expect(invoke("getRemoteImage", { name: "x" })).rejects.toThrow("there is no image x");
  expect(await invoke("getNetwork", { name: "" })).toEqual({
    failures: [{ property: "name", reason: "must not be empty" }],
  });
  await expect(invoke("getOther", { name: "x" })).rejects.toThrow("does not support the function");
  await expect(invoke("getLogs", { name: "x" })).rejects.toThrow("there is no container x");
  await expect(invoke("getPlugin", { alias: "x" })).rejects.toThrow("there is no plugin x");
  await expect(invoke("getPlugin", { alias: "x", id: "y" })).rejects.toThrow("one of id or alias");
});
