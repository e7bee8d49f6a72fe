import { expect, test } from "vitest";
import { dockerApi } from "../../cli/docker-api";
import { fakeEngine } from "../docker/fake-engine";

test.each(["unix", "tcp"] as const)("asks over %s", async (way) => {
  const { address } = await fakeEngine({ "GET /_ping": () => ({ body: Buffer.from("OK") }) }, way);
  const api = dockerApi(address, {});
  expect(await api.get("/_ping", 5000)).toEqual({ status: 200, body: "OK" });
  expect((await api.get("/images/none/json", 5000)).status).toBe(404);
});

test("through dockerode, where a connection has to be made first", async () => {
  const { address } = await fakeEngine(
    { "GET /_ping": () => ({ body: Buffer.from("OK") }) },
    "tcp",
  );
  const api = dockerApi(address, { DOCKER_TLS_VERIFY: "1" });
  expect(await api.get("/_ping", 5000)).toEqual({ status: 200, body: "OK" });
  expect((await api.get("/images/none/json", 5000)).status).toBe(404);
});

test("tells what the system says where nothing answers", async () => {
  await expect(dockerApi("unix:///nowhere.sock", {}).get("/_ping", 5000)).rejects.toMatchObject({
    code: "ENOENT",
  });
});

test.each([
  ["plainly", {}],
  ["through dockerode", { DOCKER_TLS_VERIFY: "1" }],
])("does not wait longer than it may, %s", async (_, env) => {
  const { address } = await fakeEngine({ "GET /_ping": () => undefined }, "tcp");
  await expect(dockerApi(address, env).get("/_ping", 50)).rejects.toMatchObject({
    code: "NO_ANSWER",
    message: "no answer within 0.05 s",
  });
});
