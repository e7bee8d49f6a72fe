import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { connect } from "../../../../docker/connect";
import { resolveHost } from "../../../../docker/host";
import type { PropertyMap } from "../../../../engine/providers/provider";
import { Stack } from "./stack";

const docker = connect(resolveHost().address);
const stack = new Stack();
const name = `prov-swarm-${process.pid}`;
const IMAGE = process.env.BERTH_TEST_IMAGE ?? "redis:8";

/** A test must not make the engine a Swarm: that would outlast it. */
const isManager = docker
  .info()
  .then((info) => info.Swarm?.ControlAvailable === true)
  .catch(() => false);

beforeAll(() => stack.configure());
afterAll(() => stack.clean(), 60_000);

describe("on a Swarm", { timeout: 120_000 }, async () => {
  it.runIf(await isManager)(
    "a service with a secret and a config comes up, changes and goes",
    async () => {
      const network = await stack.create("Network", name, { driver: "overlay", attachable: true });
      expect(network.outputs).toMatchObject({
        driver: "overlay",
        scope: "swarm",
        ipamDriver: "default",
      });
      const data = Buffer.from("hidden").toString("base64");
      const secret = await stack.create("Secret", name, { data });
      const config = await stack.create("ServiceConfig", name, { dataRaw: "settings" });
      const news = (env: string): PropertyMap => ({
        mode: { replicated: { replicas: 2 } },
        endpointSpec: { mode: "dnsrr" },
        updateConfig: { parallelism: 0, monitor: "100ms" },
        convergeConfig: { timeout: "60s" },
        taskSpec: {
          networksAdvanceds: [{ name: String(network.outputs.name), aliases: ["web"] }],
          containerSpec: {
            image: IMAGE,
            commands: ["sh", "-c", 'trap "exit 0" TERM; sleep 1000 & wait'],
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
      const made = await stack.create("Service", name, news("1"));
      expect((await stack.diff(made, news("1"))).changes).toBe(false);
      const read = await stack.read(made);
      expect((await stack.diff({ ...made, outputs: read?.outputs ?? {} }, news("1"))).changes).toBe(
        false,
      );

      expect(await stack.diff(made, news("2"))).toMatchObject({
        replaces: [],
        diffs: ["taskSpec"],
      });
      await stack.update(made, news("2"));
      const tasks = await docker.listTasks({
        filters: JSON.stringify({ service: [made.id], "desired-state": ["running"] }),
      });
      expect(tasks.map((task) => [task.Status.State, task.Spec.ContainerSpec.Env])).toEqual([
        ["running", ["VALUE=2"]],
        ["running", ["VALUE=2"]],
      ]);

      await stack.delete(made);
      expect(await stack.read(made)).toBeUndefined();
      await stack.delete(made);
    },
  );

  it.runIf(await isManager)(
    "a service that does not come up says why and is taken away",
    async () => {
      const failing = stack.create("Service", `${name}-bad`, {
        convergeConfig: { timeout: "4s" },
        taskSpec: { containerSpec: { image: IMAGE, commands: ["/no/such/program"] } },
      });
      await expect(failing).rejects.toThrow(/0 of 1 tasks ran after 4 s\ntask: .*no such file/);
      const left = (await docker.listServices()).filter(({ Spec }) =>
        Spec?.Name?.startsWith(`${name}-bad`),
      );
      expect(left).toEqual([]);
    },
  );
});
