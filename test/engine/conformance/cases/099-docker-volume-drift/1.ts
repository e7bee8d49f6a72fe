import * as docker from "@pulumi/docker";

new docker.Volume("volume", { name: "berth-conformance-drift" });
new docker.Network("network", {
  name: "berth-conformance-drift",
  ipamConfigs: [{ subnet: "10.92.99.0/24", gateway: "10.92.99.1" }],
});
