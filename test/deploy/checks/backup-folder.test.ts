import { expect, test } from "vitest";
import { preflight } from "../../../deploy/checks";
import { fakeEngine } from "../../docker/fake-engine";

async function failureFor(backupFolder: string, way?: "tcp") {
  const routes = {
    "GET /containers/json": () => ({ body: [] }),
    "GET /info": () => ({ body: { NCPU: 4 } }),
    "GET /version": () => ({ body: { Os: "linux", Arch: "arm64" } }),
    "GET /volumes": () => ({ body: { Volumes: [] } }),
    "GET /networks": () => ({ body: [] }),
  };
  const { address } = await fakeEngine(routes, way);
  const claims = { project: "widgets", stack: "dev", names: [], ports: [], volumes: [] };
  const host = { address, from: "DOCKER_HOST" };
  const failure = await preflight({ ...claims, images: [], cpus: [], host, backupFolder }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { failure, address };
}

test("the folder of the backups is there", async () => {
  expect((await failureFor(__dirname)).failure).toBeUndefined();
});

test("the folder of the backups is not there", async () => {
  expect((await failureFor("/nowhere")).failure).toBe(
    "backup.to: there is no folder /nowhere; make it: mkdir -p /nowhere, or keep the backups in a volume: pulumi config set --stack dev --path backup.to volume",
  );
});

test("the engine is on another machine than the folder of the backups", async () => {
  const { failure, address } = await failureFor(__dirname, "tcp");
  expect(failure).toBe(
    `backup.to: the engine at ${address} (DOCKER_HOST) does not see the folders of this machine; keep the backups in a volume: pulumi config set --stack dev --path backup.to volume`,
  );
});
