import * as pulumi from "@pulumi/pulumi";
import { workloadOf } from "../../components/container-options";
import { imageOfNodes } from "../../components/platforms/swarm/image";
import { overlay } from "../../components/platforms/swarm/network";
import type { SwarmOptions } from "../../components/platforms/swarm/options";
import { swarmService } from "../../components/platforms/swarm/service";

/** The program of the benchmark of replicas: a service of `count` tasks that do nothing, and its gate. */
class Tasks extends pulumi.ComponentResource {
  constructor(name: string, count: number, image: string, host: string) {
    super("berth:bench:Tasks", name);
    const id = { project: pulumi.getProject(), stack: pulumi.getStack() };
    const swarm: SwarmOptions = {
      node: "",
      data: { constraint: "" },
      publishMode: "host",
      encrypted: false,
      update: { parallelism: 1, delaySeconds: 0 },
      preferences: [],
      reservations: {},
    };
    const network = overlay("network", { id }, swarm, this).reference;
    const workload = {
      ...workloadOf({ id, host, restart: "always" }, "app", { graceSeconds: 10 }),
      image: imageOfNodes("image", image, host, this),
      command: ["sleep", "infinity"],
      // As process 1 it would have to be killed.
      init: true,
      networks: [network],
    };
    const run = { swarm, tasks: count, timeoutSeconds: 120 };
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
