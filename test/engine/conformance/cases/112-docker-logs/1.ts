import * as docker from "@pulumi/docker";

const writer = new docker.Container("writer", {
  name: "berth-conformance-writer",
  image: "redis:8",
  hostname: "writer",
  entrypoints: ["sh", "-c", "echo one; echo two >&2; echo three"],
  mustRun: false,
  attach: true,
});
export const all = docker
  .getLogsOutput({ name: writer.name })
  .logsListStrings.apply((it) => [...it].sort());
export const errors = docker.getLogsOutput({ name: writer.name, showStdout: false, tail: "all" });
