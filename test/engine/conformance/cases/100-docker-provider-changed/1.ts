import * as docker from "@pulumi/docker";

const provider = new docker.Provider("here", { host: "unix:///var/run/docker.sock" });
new docker.Volume("volume", { name: "berth-conformance-provider" }, { provider });
