import * as docker from "@pulumi/docker";

const provider = new docker.Provider("here", {
  host: "unix:///run/docker.sock",
  registryAuth: [{ address: "registry.example", username: "me", password: "hush" }],
});
new docker.Volume("volume", { name: "berth-conformance-provider" }, { provider });
