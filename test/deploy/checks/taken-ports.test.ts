import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type Docker from "dockerode";
import { expect, onTestFinished, test, vi } from "vitest";
import { takenByProcesses } from "../../../deploy/checks/taken-ports";

vi.mock("../../../deploy/checks/port-holder", async (original) => ({
  ...(await original<typeof import("../../../deploy/checks/port-holder")>()),
  processOn: () => "docker-proxy (pid 7)",
}));

const host = { address: "unix:///nowhere", from: "the default" } as const;

async function taken(containersNow: (port: number) => unknown[]) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const docker = { listContainers: vi.fn(async () => containersNow(port)) };
  const ports = [{ key: "app.port", address: "127.0.0.1", port }];
  const args = { host, ports, project: "widgets", stack: "dev" };
  const problems = await takenByProcesses(docker as unknown as Docker, args, [], []);
  return { problems, listContainers: docker.listContainers };
}

test("a container of the stack that is started again and again has its port only now and then", async () => {
  const looks: unknown[][] = [];
  const { problems, listContainers } = await taken((port) => {
    looks.push([]);
    return looks.length < 3 ? [{ Ports: [] }] : [{ Ports: [{ PublicPort: port }] }];
  });
  expect(problems).toEqual([]);
  expect(listContainers).toHaveBeenLastCalledWith({
    all: true,
    filters: { label: ["berth.project=widgets", "berth.stack=dev"] },
  });
});

test("a port that a container of nobody's stack has, is taken", async () => {
  const { problems } = await taken(() => []);
  expect(problems).toEqual([
    expect.stringMatching(/^app\.port: the port \d+ is taken by docker-proxy \(pid 7\); stop it/),
  ]);
});
