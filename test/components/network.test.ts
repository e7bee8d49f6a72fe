import { expect, test } from "vitest";
import { Network, swarm } from "../../components";
import { labels } from "../../components/labels";
import { record } from "../support/mocks";
import { swarmOptions } from "./swarm/swarm-options";

const id = { project: "widgets", stack: "dev" };

test("a bridge that is named after the stack and carries its labels", async () => {
  const recording = await record(() => new Network("network", { id }));

  expect(recording.tree()).toEqual([
    "berth:docker:Network network",
    "  docker:index/network:Network network",
  ]);
  expect(recording.get("docker:Network network")).toMatchObject({
    inputs: { name: "widgets-dev", driver: "bridge", labels: labels(id, "network") },
    options: { deleteBeforeReplace: true },
  });
  expect(recording.get("berth:Network network").outputs).toEqual({ networkName: "widgets-dev" });
});

test("an encrypted one of a Swarm is another network, of which what the engine adds is no change", async () => {
  const platform = swarm({ ...swarmOptions({ constraint: "" }), encrypted: true });
  const recording = await record(() => new Network("network", { id, platform }));

  expect(recording.get("docker:Network network-encrypted")).toMatchObject({
    inputs: {
      name: "widgets-dev-encrypted",
      driver: "overlay",
      options: { encrypted: "true" },
    },
    options: { ignoreChanges: ["options"] },
  });
});
