import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { PropertyMap } from "../../../../engine/providers/provider";
import { type Swarm, startSwarm } from "../../../support/swarm";
import { Stack } from "./stack";

const IMAGE = "redis:8";

describe("on a Swarm", () => {
  const stack = new Stack();
  let swarm: Swarm;

  beforeAll(async () => {
    swarm = await startSwarm("provider-swarm", { images: [IMAGE] });
    await stack.configure({ host: swarm.manager.host });
  });
  afterAll(() => swarm?.stop());

  it("a service with a secret and a config comes up, changes and goes", async () => {
    const network = await stack.create("Network", "net", { driver: "overlay", attachable: true });
    expect(network.outputs).toMatchObject({
      driver: "overlay",
      scope: "swarm",
      ipamDriver: "default",
    });
    const data = Buffer.from("hidden").toString("base64");
    const secret = await stack.create("Secret", "secret", { data });
    const config = await stack.create("ServiceConfig", "config", { dataRaw: "settings" });
    const news = (env: string): PropertyMap => ({
      mode: { replicated: { replicas: 3 } },
      endpointSpec: { mode: "dnsrr" },
      updateConfig: { parallelism: 0, monitor: "1s", order: "start-first" },
      convergeConfig: { timeout: "5m" },
      taskSpec: {
        networksAdvanceds: [{ id: network.id, aliases: ["web"] }],
        containerSpec: {
          image: IMAGE,
          commands: ["sh", "-c", 'trap "sleep 1; exit 0" TERM; sleep 1000 & wait'],
          env: { VALUE: env },
          secrets: [
            { secretId: secret.id, secretName: String(secret.outputs.name), fileName: "/run/x" },
          ],
          configs: [
            { configId: config.id, configName: String(config.outputs.name), fileName: "/conf" },
          ],
        },
      },
    });
    const made = await stack.create("Service", "web", news("1"));
    expect((await stack.diff(made, news("1"))).changes).toBe(false);
    const read = await stack.read(made);
    expect(await stack.diff({ ...made, outputs: read?.outputs ?? {} }, news("1"))).toMatchObject({
      changes: false,
    });

    expect(await stack.diff(made, news("2"))).toMatchObject({ replaces: [], diffs: ["taskSpec"] });
    await stack.update(made, news("2"));
    const tasks = await swarm.manager.docker.listTasks({
      filters: JSON.stringify({ service: [made.id], "desired-state": ["running"] }),
    });
    expect(tasks.map((task) => [task.Status.State, task.Spec.ContainerSpec.Env])).toEqual([
      ["running", ["VALUE=2"]],
      ["running", ["VALUE=2"]],
      ["running", ["VALUE=2"]],
    ]);

    await stack.delete(made);
    // Its tasks have stopped on every node: nothing uses the network any more.
    for (const node of swarm.nodes) expect(await node.run("ps", "--quiet")).toBe("");
    expect(await stack.read(made)).toBeUndefined();
    await stack.delete(made);
    await stack.clean();
  });

  it("a service that does not come up says why and is taken away", async () => {
    const failing = stack.create("Service", "bad", {
      convergeConfig: { timeout: "4s" },
      taskSpec: { containerSpec: { image: IMAGE, commands: ["/no/such/program"] } },
    });
    await expect(failing).rejects.toThrow(/0 of 1 tasks ran after 4 s\ntask: .*no such file/);
    expect(await swarm.manager.run("service", "ls", "--quiet")).toBe("");
  });

  it("an update that is rolled back says why, and shows meanwhile what the tasks do", async () => {
    const news = (command: string): PropertyMap => ({
      mode: { replicated: { replicas: 2 } },
      endpointSpec: { mode: "dnsrr" },
      updateConfig: { monitor: "2s", failureAction: "rollback", order: "start-first" },
      convergeConfig: { timeout: "5m" },
      taskSpec: { containerSpec: { image: IMAGE, commands: ["sh", "-c", command] } },
    });
    const made = await stack.create("Service", "back", news("exec redis-server"));
    await expect(stack.update(made, news("exit 3"))).rejects.toThrow(
      /its update did not go through: rollback completed\ntask: non-zero exit \(3\)$/,
    );
    expect(stack.logs).toContainEqual(
      expect.stringMatching(/ of 2 tasks run; it is rolled back; task: non-zero exit \(3\)$/),
    );
    const read = await stack.read(made);
    expect(read?.outputs).toMatchObject({
      taskSpec: { containerSpec: { commands: ["sh", "-c", "exec redis-server"] } },
    });
    await stack.delete(made);
  });
});
