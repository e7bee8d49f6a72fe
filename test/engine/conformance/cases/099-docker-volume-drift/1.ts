import * as docker from "@pulumi/docker";

new docker.Volume("volume", { name: "berth-conformance-drift" });
new docker.Network("network", { name: "berth-conformance-drift" });
