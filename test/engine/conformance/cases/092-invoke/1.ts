import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

const network = new docker.Network("network", {
  name: "berth-conformance-invoke",
  // Docker would choose another one each time.
  ipamConfigs: [{ subnet: "10.92.92.0/24", gateway: "10.92.92.1" }],
});
export const driver = docker.getNetworkOutput({ name: network.name }).driver;
export const bridge = pulumi.output(docker.getNetwork({ name: "bridge" })).driver;
