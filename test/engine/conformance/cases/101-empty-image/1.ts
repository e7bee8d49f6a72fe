import * as docker from "@pulumi/docker";

new docker.Container("container", { name: "berth-conformance-empty", image: "" });
