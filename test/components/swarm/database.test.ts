import { expect, test } from "vitest";
import { MySql } from "../../../components";
import type { DataPlace } from "../../../components/platforms/swarm/options";
import { record } from "../../support/mocks";
import { swarmWith } from "./swarm-options";

const here: DataPlace = { constraint: "node.labels.berth.data.widgets-prod==true" };

const database = (data: DataPlace) =>
  record(
    () =>
      new MySql("database", {
        id: { project: "widgets", stack: "prod" },
        host: "unix:///nowhere/docker.sock",
        platform: swarmWith(data),
        image: "mysql:9.7",
        network: "network id",
        database: "widgets",
        user: "widgets",
        hardening: { readOnly: true, dropCapabilities: true, nonRoot: true },
      }),
  );

test("a database is there once, where its data is, and never twice", async () => {
  const recording = await database(here);
  const { inputs } = recording.get("docker:Service database");
  // Another label replaces a service, and with it the tasks that hold an earlier version's volume.
  expect(inputs.labels).toContainEqual({ label: "berth.configuration", value: "of the image" });
  expect(inputs).toMatchObject({
    name: "widgets-prod-database",
    mode: { replicated: { replicas: 1 } },
    updateConfig: { order: "stop-first", failureAction: "pause" },
    taskSpec: {
      placement: { constraints: [here.constraint] },
      containerSpec: {
        image: "digest of mysql:9.7",
        user: "999",
        readOnly: true,
        capDrops: ["ALL"],
        mounts: [
          { type: "volume", source: "widgets-prod-mysql-data", target: "/var/lib/mysql" },
          { type: "tmpfs", target: "/tmp" },
          { type: "tmpfs", target: "/run/mysqld" },
        ],
        secrets: [
          { fileName: "root-password", fileUid: "999" },
          { fileName: "password" },
          { fileName: "client.cnf" },
          { fileName: "my.cnf", fileUid: "999" },
          { fileName: "users.sql" },
        ],
      },
    },
  });
});

test("a database on another node has volumes that nobody here makes or removes", async () => {
  const elsewhere = "server-2";
  const tree = (await database({ ...here, elsewhere })).tree().join("\n");
  expect(tree).not.toContain("Volume database-data\n    docker:index/volume");
  expect(tree).toContain("KeptVolume database-data-kept");
});
