import { afterEach, expect, test, vi } from "vitest";
import { BackupRun } from "../../components/platforms/backup-run";
import { fakeEngine, frames } from "../docker/fake-engine";
import { record } from "../support/mocks";

afterEach(() => vi.restoreAllMocks());

/** A stack with one container that makes backups. */
async function run() {
  vi.spyOn(console, "log").mockReturnValue();
  const { address, requests } = await fakeEngine({
    "GET /containers/json": () => ({ body: [{ Id: "b1" }] }),
    "POST /containers/b1/exec": () => ({ status: 201, body: { Id: "x1" } }),
    "POST /exec/x1/start": () => ({ body: frames("mysql-1.sql.gz\n") }),
    "GET /exec/x1/json": () => ({ body: { ExitCode: 0 } }),
  });
  const args = {
    id: { project: "shop", stack: "prod" },
    host: address,
    roles: ["backup"],
    command: ["flask", "db", "upgrade"],
  };
  const recording = await record(() => new BackupRun("saved", { ...args, image: "sha256:a" }));
  const provider = recording.dynamicProvider("pulumi-nodejs:BackupRun saved");
  const inputs = { of: args.id, host: address, roles: args.roles, key: "one" };
  const made = () => requests.filter(({ line }) => line.includes("/start")).length;
  return { provider, inputs, made };
}

test("a backup is made for the first and for each new version, and not for newer code alone", async () => {
  const { provider, inputs, made } = await run();
  await provider.create(inputs);
  expect(made()).toBe(1);
  await provider.update("backup", { ...inputs, __provider: "older" }, inputs);
  expect(made()).toBe(1);
  await provider.update("backup", inputs, { ...inputs, key: "two" });
  expect(made()).toBe(2);
});
