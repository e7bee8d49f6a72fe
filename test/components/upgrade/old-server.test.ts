import { expect, test } from "vitest";
import { findOldServer } from "../../../components/platforms/upgrade/old-server";
import { connect } from "../../../docker/connect";
import { fakeEngine, type Routes } from "../../docker/fake-engine";

const id = { project: "shop", stack: "prod" };
const Labels = { "berth.project": "shop", "berth.stack": "prod", "berth.role": "database" };

test("a service is left without a task, and gets its one back", async () => {
  const replicas: number[] = [];
  let listed = 0;
  const Spec = { Labels, TaskTemplate: { ContainerSpec: { Image: "postgres:17" } }, Name: "x" };
  const routes: Routes = {
    "GET /services/shop-prod-database": () => ({
      body: { ID: "s1", Version: { Index: 7 }, Spec },
    }),
    "POST /services/shop-prod-database/update?version=7": ({ body }) => {
      const { Mode, ...rest } = JSON.parse(body.toString());
      expect(rest).toEqual(Spec);
      replicas.push(Mode.Replicated.Replicas);
      return { body: {} };
    },
    // Its task takes its time.
    "GET /containers/json": () => ({ body: listed++ < 2 ? [{ Id: "task" }] : [] }),
  };
  const { address } = await fakeEngine(routes);
  const server = await findOldServer(connect(address), id, "database");
  expect(server.image).toBe("postgres:17");
  await server.stop();
  expect([replicas, listed]).toEqual([[0], 3]);
  expect(await server.isStopped()).toBe(true);
  await server.start();
  expect(replicas).toEqual([0, 1]);
});

test("a container of that name which is somebody else's is none", async () => {
  const { address } = await fakeEngine({
    "GET /containers/shop-prod-database/json": () => ({
      body: { Id: "c1", Image: "sha256:1", Config: { Labels: {} }, Mounts: [] },
    }),
  });
  await expect(findOldServer(connect(address), id, "database")).rejects.toThrow(
    "there is neither a container nor a service shop-prod-database any more, whose server has to dump the data",
  );
});
