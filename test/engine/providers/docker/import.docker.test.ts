import { afterAll, beforeAll, expect, it } from "vitest";

import { connect } from "../../../../docker/connect";
import { resolveHost } from "../../../../docker/host";
import { DockerProvider } from "../../../../engine/providers/docker";

const docker = connect(resolveHost().address);
const name = `prov-import-${process.pid}`;
let id = "";

beforeAll(async () => {
  const container = await docker.createContainer({
    name,
    Image: "redis:8",
    Cmd: ["sleep", "1000"],
    Labels: { x: "y" },
    HostConfig: { Memory: 64 << 20, RestartPolicy: { Name: "always" }, CapDrop: ["ALL"] },
  });
  id = container.id;
});

afterAll(() => docker.getContainer(id).remove({ force: true, v: true }));

it("imports a container with the inputs that the official provider finds", async () => {
  const provider = new DockerProvider();
  await provider.configure({});
  const type = "docker:index/container:Container";
  const action = { urn: "urn:it", type, name, log: () => {}, signal: new AbortController().signal };
  const read = await provider.read({ ...action, id, oldInputs: {}, oldOutputs: {} });
  const { hostname, entrypoints, workingDir, ...inputs } = read?.inputs ?? {};
  expect(hostname).toBe(id.slice(0, 12));
  expect(inputs).toEqual({
    __defaults: [],
    capabilities: { __defaults: [], drops: ["ALL"] },
    command: ["sleep", "1000"],
    image: "redis:8",
    ipcMode: "private",
    logDriver: "json-file",
    memory: 64,
    memorySwap: 128,
    name,
    networkMode: "default",
    platform: "linux",
    restart: "always",
    runtime: "runc",
    shmSize: 64,
  });
  expect(read?.outputs).toMatchObject({ volumes: [], uploads: [], ports: [] });
});
