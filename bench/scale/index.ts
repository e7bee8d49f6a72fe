import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/** The program of the benchmark of scale: `count` containers that do nothing, on a network. */
const count = new pulumi.Config().requireNumber("count");
const image = new pulumi.Config().require("image");
const prefix = `${pulumi.getProject()}-${pulumi.getStack()}`;
const labels = [{ label: "berth.project", value: pulumi.getProject() }];

const network = new docker.Network("network", { name: prefix, labels });
for (let number = 1; number <= count; number++) {
  new docker.Container(`container-${number}`, {
    name: `${prefix}-${number}`,
    image,
    labels,
    command: ["sleep", "infinity"],
    networksAdvanced: [{ name: network.name }],
  });
}
