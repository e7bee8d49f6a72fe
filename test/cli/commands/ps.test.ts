import { expect, test } from "vitest";
import { amounts } from "../../../cli/commands/usage";
import { fakeEngine } from "../../docker/fake-engine";
import { commandLine, container, engineWith } from "./answers";

const shell = commandLine();

const at = (read: string, cpu: number, memory = 0) => ({
  read,
  cpu_stats: { cpu_usage: { total_usage: cpu } },
  memory_stats: { usage: memory, stats: { inactive_file: 1024 ** 2 } },
});

test("shows what runs, what it uses of its limits, and nothing else where all is well", async () => {
  let looks = 0;
  const { address, requests } = await fakeEngine({
    "GET /containers/id-of-app/stats": () => ({
      body: at(`2026-01-31T10:00:0${looks}Z`, 250e6 * looks++, 257 * 1024 ** 2),
    }),
    ...engineWith([container("app")]),
  });
  shell.settings({ host: address });
  await shell.run("ps --color never");
  expect(shell.printed.replace(/\d+ d/, "9 d").replace(/ +/g, " ")).toBe(
    "ROLE NAME STATE SINCE RESTARTS CPU MEMORY IMAGE\n" +
      "app widgets-prod-app healthy 9 d 0 25% of 1 256 MB of 512 MB (50%) widgets-prod/app:v1\n",
  );
  expect(requests.every(({ line }) => line.startsWith("GET"))).toBe(true);
});

test("the release is the tag of an image that was built for the stack, wherever it was pushed to", async () => {
  const tags = ["team/widgets:served-0123", "registry.example.com:5000/team/widgets:v2"];
  const image = container("app").Image;
  const { address } = await fakeEngine(engineWith([container("app")], { [image]: tags }));
  shell.settings({ host: address });
  await shell.run("ps --json");
  expect(JSON.parse(shell.printed).parts).toMatchObject([
    { image: "registry.example.com:5000/team/widgets:v2", release: "v2" },
  ]);
});

test("tells programs, and what is wrong beside the command that mends it", async () => {
  const failed = { Status: "unhealthy", Log: [{ ExitCode: 1, Output: "503\n" }] };
  const { address } = await fakeEngine(
    engineWith([container("app", { State: { Health: failed } })]),
  );
  shell.settings({ host: address });
  await shell.run("ps --json");
  expect(JSON.parse(shell.printed)).toMatchObject({
    parts: [{ role: "app", health: "unhealthy", release: "v1", limits: { cpus: 1 } }],
    faults: [{ kind: "unhealthy", mend: "./pulumiw logs app --stack prod --tail 50" }],
  });
});

test.each([
  ["ps db", "the stack prod has no role db; there is app, database"],
  ["ps datebase", "has no role datebase (did you mean database?)"],
  ["ps app.3", "has no role app.3"],
])("%s lists the roles that there are", async (words, message) => {
  const { address } = await fakeEngine(engineWith([container("app"), container("database")]));
  shell.settings({ host: address });
  await expect(shell.run(`${words} -q`)).rejects.toThrow(message);
});

test("a stack that is not there, and one without containers, are told apart", async () => {
  const { address } = await fakeEngine(engineWith([]));
  await expect(shell.run("ps", { DOCKER_HOST: address })).rejects.toThrow(
    "there is no stack prod, and no Pulumi.prod.yaml",
  );
  shell.settings({ host: address });
  await expect(shell.run("ps")).rejects.toThrow(
    `the stack prod has no containers at ${address} (the setting host); to make them: ./pulumiw up --stack prod`,
  );
});

test.each([
  [{ host: "unix:///nobody.sock" }, "no Docker engine answers at unix:///nobody.sock"],
  [{ host: "http://x" }, "http://x (the setting host) is not the address of a Docker engine"],
  [{ host: { secure: "v1:x" } }, "the setting host is encrypted"],
])("an engine at %j is told as everywhere", async (settings, message) => {
  shell.settings(settings);
  await expect(shell.run("ps")).rejects.toThrow(message);
});

test("what is used is counted between two looks", () => {
  const before = { atMs: 1_000, cpuNs: 1e9, memory: 1 };
  const after = { atMs: 1_200, cpuNs: 1e9 + 100e6, memory: 2 * 1024 ** 2 };
  expect(amounts(before, after)).toEqual({ cpus: 0.5, memory: 2 * 1024 ** 2 });
  expect(amounts(undefined, after)).toEqual({ memory: 2 * 1024 ** 2 });
  expect(amounts(before, undefined)).toEqual({});
});
