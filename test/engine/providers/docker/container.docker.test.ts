import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { connect } from "../../../../docker/connect";
import { resolveHost } from "../../../../docker/host";
import { PartialFailure, type PropertyMap } from "../../../../engine/providers/provider";
import { Stack } from "./stack";

/** Any image with a shell. It is one of those that the samples run on. */
const IMAGE = "redis:8";
const SLEEP = ["sleep", "1000"];

const docker = connect(resolveHost().address);
const stack = new Stack();
const prefix = `prov-${process.pid}`;

beforeAll(() => stack.configure());
afterAll(() => stack.clean());

const container = (name: string, inputs: PropertyMap) =>
  stack.create("Container", `${prefix}-${name}`, { image: IMAGE, command: SLEEP, ...inputs });

describe("a container", () => {
  it("comes up as it is told, is unchanged when read back, and is gone after its delete", async () => {
    const network = await stack.create("Network", `${prefix}-net`, {
      labels: [{ label: "a", value: "1" }],
    });
    const volume = await stack.create("Volume", `${prefix}-data`, {});
    const inputs: PropertyMap = {
      image: IMAGE,
      command: ["sh", "-c", "cat /run/secrets/x; exec sleep 1000"],
      networksAdvanced: [{ name: network.id, aliases: ["web"] }],
      volumes: [{ volumeName: volume.id, containerPath: "/data" }],
      uploads: [{ file: "/run/secrets/x", content: "hidden", permissions: "0400" }],
      healthcheck: { tests: ["CMD", "test", "-d", "/data"], interval: "1s" },
      ports: [{ internal: 80, ip: "127.0.0.1" }],
      memory: 64,
      memorySwap: 64,
      restart: "always",
      init: true,
      wait: true,
    };
    const made = await container("full", inputs);

    const inspected = await docker.getContainer(made.id).inspect();
    expect(inspected.State.Health?.Status).toBe("healthy");
    expect(inspected.HostConfig.Memory).toBe(64 << 20);
    expect(Object.keys(inspected.NetworkSettings.Networks)).toEqual([network.outputs.name]);
    expect(made.outputs.ports).toEqual([
      { internal: 80, external: expect.any(Number), ip: "127.0.0.1", protocol: "tcp" },
    ]);

    const read = await stack.read(made);
    expect((await stack.diff({ ...made, outputs: read?.outputs ?? {} }, inputs)).changes).toBe(
      false,
    );
    expect((await stack.diff(made, inputs)).changes).toBe(false);

    await stack.delete(made);
    expect(await stack.read(made)).toBeUndefined();
    await stack.delete(made);
  });

  it("changes limits and restart in place", async () => {
    const made = await container("update", { memory: 64, memorySwap: 64 });
    const news = { image: IMAGE, command: SLEEP, memory: 96, memorySwap: 96, restart: "always" };
    expect(await stack.diff(made, news)).toMatchObject({ changes: true, replaces: [] });
    await stack.update(made, news);
    const { HostConfig, Id } = await docker.getContainer(made.id).inspect();
    expect(Id).toBe(made.id);
    expect(HostConfig.Memory).toBe(96 << 20);
    expect(HostConfig.RestartPolicy?.Name).toBe("always");
    expect(made.outputs).toMatchObject({ memory: 96, restart: "always" });
  });

  it("shows up as changed when it was stopped, and is started again", async () => {
    const inputs = { image: IMAGE, command: SLEEP };
    const made = await container("stopped", {});
    await docker.getContainer(made.id).kill();
    const read = await stack.read(made);
    expect(read?.outputs).toMatchObject({ mustRun: false, exitCode: 137 });
    made.outputs = read?.outputs ?? {};
    expect((await stack.diff(made, inputs)).diffs).toEqual(["mustRun"]);
    await stack.update(made, inputs);
    expect((await docker.getContainer(made.id).inspect()).State.Running).toBe(true);
  });

  it("runs to its end when attached, and keeps what it said and how it ended", async () => {
    const command = ["sh", "-c", "echo out; echo err >&2; exit 3"];
    const made = await container("job", { command, attach: true, logs: true, mustRun: false });
    expect(made.outputs.exitCode).toBe(3);
    expect(String(made.outputs.containerLogs).split("\n").sort()).toEqual(["", "err", "out"]);
  });

  it("is recorded when it does not become healthy, and the error shows its last lines", async () => {
    const creating = container("sick", {
      command: ["sh", "-c", "echo starting; exec sleep 1000"],
      healthcheck: { tests: ["CMD-SHELL", "echo no; false"], interval: "100ms", retries: 1 },
      wait: true,
    });
    const error = await creating.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PartialFailure);
    expect((error as PartialFailure).outputs.image).toBe(IMAGE);
    expect(String(error)).toMatch(
      /health check failed: exit code 1 no\nIts last log lines:\nstarting/,
    );
  });

  it("names who has its name already", async () => {
    const name = `${prefix}-taken`;
    await container("first", { name });
    await expect(container("second", { name })).rejects.toThrow(
      `It is a running container of ${IMAGE}`,
    );
  });

  it("says which image is missing", async () => {
    const image = "localhost:1/nowhere:1";
    await expect(container("unknown", { image })).rejects.toThrow(
      /image localhost:1\/nowhere:1 cannot be pulled: .*\nCheck the name/,
    );
  });
});

describe("what containers use", () => {
  it("is unchanged when read back", async () => {
    const network: PropertyMap = {
      ipamConfigs: [{ subnet: "10.213.7.0/24", gateway: "10.213.7.1" }],
    };
    const volume: PropertyMap = {
      labels: [
        { label: "b", value: "2" },
        { label: "a", value: "1" },
      ],
    };
    const image: PropertyMap = { name: IMAGE, keepLocally: true };
    for (const [kind, news] of [
      ["Network", network],
      ["Volume", volume],
      ["RemoteImage", image],
    ] as const) {
      const made = await stack.create(kind, `${prefix}-read`, news);
      const read = await stack.read(made);
      expect((await stack.diff({ ...made, outputs: read?.outputs ?? {} }, news)).changes).toBe(
        false,
      );
    }
  });

  it("can be tagged", async () => {
    const target = `${prefix}-tag:1`;
    const made = await stack.create("Tag", "tag", { sourceImage: IMAGE, targetImage: target });
    expect(made.id).toBe(`${IMAGE}.${target}`);
    const { Id } = await docker.getImage(target).inspect();
    await docker.getImage(target).remove();
    expect(made.outputs.sourceImageId).toBe(Id);
  });
});

describe("what a creation left that nobody saw the end of", () => {
  const labels = [{ label: "test.of", value: prefix }];
  const foreign = [{ label: "test.of", value: "somebody else" }];
  const Labels = { "test.of": prefix };
  const inputs = (name: string) => ({ name, image: IMAGE, command: SLEEP, labels });

  it("is found when it was started, and needs no change then", async () => {
    const name = `${prefix}-started`;
    const made = await container("started", { name, labels });
    const found = await stack.recover("Container", "started", inputs(name));
    expect(found?.id).toBe(made.id);
    if (found) expect((await stack.diff(found, inputs(name))).changes).toBe(false);
  });

  it("is removed when it never was started, though not by a preview", async () => {
    const name = `${prefix}-half`;
    const { id } = await docker.createContainer({ name, Image: IMAGE, Labels });
    try {
      expect(await stack.recover("Container", "half", inputs(name), true)).toBeUndefined();
      expect((await docker.getContainer(id).inspect()).State.Status).toBe("created");
      expect(await stack.recover("Container", "half", inputs(name))).toBeUndefined();
      await expect(docker.getContainer(id).inspect()).rejects.toThrow("No such container");
    } finally {
      await docker
        .getContainer(id)
        .remove({ force: true, v: true })
        .catch(() => {});
    }
  });

  it("is not what has other labels, nor anything where none were asked for", async () => {
    const name = `${prefix}-foreign`;
    const { id } = await container("foreign", { name, labels });
    const others = { ...inputs(name), labels: foreign };
    expect(await stack.recover("Container", "foreign", others)).toBeUndefined();
    const nameless = { ...inputs(name), labels: [] };
    expect(await stack.recover("Container", "foreign", nameless)).toBeUndefined();
    expect((await docker.getContainer(id).inspect()).State.Running).toBe(true);
  });

  it.each(["Network", "Volume"])("is found when it is a %s of ours", async (kind) => {
    const news = { name: `${prefix}-lost-${kind}`, labels };
    const made = await stack.create(kind, `lost-${kind}`, news);
    expect((await stack.recover(kind, `lost-${kind}`, news))?.id).toBe(made.id);
    const others = { ...news, labels: foreign };
    expect(await stack.recover(kind, `lost-${kind}`, others)).toBeUndefined();
    expect(await stack.read(made)).toBeDefined();
  });

  it("leaves no container behind that could not be given its files", async () => {
    const name = `${prefix}-unequipped`;
    const uploads = [{ file: "/etc/app.conf", source: "/nowhere/app.conf" }];
    await expect(container("unequipped", { name, uploads })).rejects.toThrow(
      "the file /nowhere/app.conf cannot be read",
    );
    await expect(docker.getContainer(name).inspect()).rejects.toThrow("No such container");
  });

  it("does not hold a volume that is deleted", async () => {
    const made = await stack.create("Volume", "held", { name: `${prefix}-held`, labels });
    const HostConfig = { Binds: [`${made.id}:/data`] };
    await docker.createContainer({ name: `${prefix}-writer`, Image: IMAGE, Labels, HostConfig });
    await stack.delete(made);
    expect(await stack.read(made)).toBeUndefined();
  });
});
