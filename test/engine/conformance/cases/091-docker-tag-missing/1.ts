import * as docker from "@pulumi/docker";

new docker.Tag("tag", {
  sourceImage: "berth-conformance-absent:1",
  targetImage: "berth-conformance-absent:2",
});
