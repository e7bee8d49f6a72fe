import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { containerInputs } from "../../components/container-options";
import { pulledImage } from "../../components/platforms/docker/image";
import { overlay } from "../../components/platforms/swarm/network";
import type { SwarmOptions } from "../../components/platforms/swarm/options";
import { swarmService } from "../../components/platforms/swarm/service";

/** The program of the benchmark of replicas: a service of `count` tasks that do nothing, and its gate. */
class Tasks extends pulumi.ComponentResource {
  constructor(name: string, count: number, image: string, host: string) {
    super("berth:bench:Tasks", name);
    const id = { project: pulumi.getProject(), stack: pulumi.getStack() };
    const network = new docker.Network("network", overlay({ encrypted: false }), { parent: this });
    const workload = {
      ...containerInputs({ id, host, restart: "always" }, "app", { graceSeconds: 10 }),
      image: pulledImage("image", image, this, { host }),
      command: ["sleep", "infinity"],
      // As process 1 it would have to be killed.
      init: true,
      networksAdvanced: [{ name: network.id }],
    };
    const swarm: SwarmOptions = {
      node: "",
      data: { constraint: "" },
      publishMode: "host",
      update: { parallelism: 1, delaySeconds: 0 },
      preferences: [],
      reservations: {},
    };
    const run = { id, host, swarm, role: "app", tasks: count, timeoutSeconds: 120 };
    swarmService(
      name,
      workload,
      { ...run, order: "start-first", onFailure: "rollback" },
      { parent: this },
    );
  }
}

const config = new pulumi.Config();
new Tasks("tasks", config.requireNumber("count"), config.require("image"), config.require("host"));
