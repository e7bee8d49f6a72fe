import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

const network = new docker.Network("network", { name: "berth-conformance-invoke" });
export const driver = docker.getNetworkOutput({ name: network.name }).driver;
export const bridge = pulumi.output(docker.getNetwork({ name: "bridge" })).driver;
