import { expect, test } from "vitest";
import { stopWriters } from "../../backup/writers";
import { connect } from "../../docker/connect";
import { fakeEngine } from "../docker/fake-engine";

const TASK = { "com.docker.swarm.task.id": "t1" };
const volume = { engine: "volume", volume: "shop-prod-uploads", image: "python" } as const;

test("what has a volume stops for the swap and starts again; a task is frozen, and ended", async () => {
  const { address, requests } = await fakeEngine({
    "GET /containers/json": () => ({
      body: [
        { Id: "app", Names: ["/shop-prod-app"], Labels: {} },
        { Id: "task", Names: ["/shop-prod-worker.1.x"], Labels: TASK },
        { Id: "tool", Names: ["/shop-prod-volume-uploads-restore"], Labels: {} },
      ],
    }),
    "POST /containers/": () => ({ status: 204 }),
  });
  const said: string[] = [];
  const { goOn } = await stopWriters(connect(address), volume, "tool", (line) => said.push(line));
  const sent = () =>
    requests.flatMap(({ line }) => /^POST .containers.(\w+.\w+)/.exec(line)?.[1] ?? []).sort();
  expect(sent()).toEqual(["app/stop", "task/pause"]);
  expect(said).toEqual(["stopping shop-prod-app, shop-prod-worker.1.x"]);
  await goOn();
  expect(sent()).toEqual(["app/start", "app/stop", "task/kill", "task/pause"]);
});

test("a task that a restore left frozen when it was killed is ended with the others", async () => {
  const { address, requests } = await fakeEngine({
    "GET /containers/json": () => ({
      body: [{ Id: "task", Names: ["/shop-prod-app.1.x"], Labels: TASK, State: "paused" }],
    }),
    "POST /containers/task/pause": () => ({ status: 409, body: { message: "already paused" } }),
    "POST /containers/task/kill": () => ({ status: 204 }),
  });
  const { goOn } = await stopWriters(connect(address), volume, "tool", () => {});
  await goOn();
  const sent = requests.filter(({ line }) => line.startsWith("POST")).map(({ line }) => line);
  expect(sent).toEqual(["POST /containers/task/kill"]);
});
