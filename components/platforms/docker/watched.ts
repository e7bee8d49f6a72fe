import * as pulumi from "@pulumi/pulumi";
import { httpTest } from "../../health-checks";
import type { ServeSpec } from "../serve-spec";
import { pulledImage } from "./image";
import type { WatchedArgs } from "./wait/health-gate";

/**
 * How a gate watches the app's containers: what has a check of its own says itself whom it serves, and
 * what has none is asked over the network.
 */
export function watchedAs(
  name: string,
  args: ServeSpec,
  parent: pulumi.Resource,
): Pick<WatchedArgs, "runsCheck" | "servesOthers" | "probe"> {
  const { caddyImage = "caddy:2", containerPort, healthHost: host, healthPath, network } = args;
  if (args.healthFrom !== "network") {
    return {
      // Docker's first check comes after a whole interval.
      ...(args.healthInterval !== undefined && args.healthInterval > 2 && { runsCheck: true }),
      ...(args.healthCommand === undefined && { servesOthers: true }),
    };
  }
  const test = httpTest(containerPort, healthPath, { host, timeout: args.healthTimeout });
  const image = pulledImage(`${name}-probe-image`, caddyImage, parent);
  // By its name, which the look ahead pulls: an id would be gone with a prune.
  return { probe: pulumi.output({ image: image.apply(() => caddyImage), network, test }) };
}
