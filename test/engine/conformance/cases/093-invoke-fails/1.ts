import * as docker from "@pulumi/docker";

export const id = docker.getNetworkOutput({ name: "berth-conformance-nobody" }).id;
