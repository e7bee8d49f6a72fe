import * as docker from "@pulumi/docker";

new docker.Provider("there", {
  host: "tcp://127.0.0.1:1",
  certMaterial: "a certificate",
  keyMaterial: "a key",
  caMaterial: "an authority",
});
new docker.Provider("half", { host: "tcp://127.0.0.1:1", certPath: "/nowhere" });
