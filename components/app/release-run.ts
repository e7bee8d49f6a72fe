import * as pulumi from "@pulumi/pulumi";
import { NO_CHECK } from "../health-checks";
import { nameOf, type StackId } from "../labels";
import type { AppRuntime } from "./runtime";
import type { WebAppArgs } from "./web-app-args";

const ROLE = "release";
const STOP_GRACE_SECONDS = 30;

/** By what it is known whether a command has run for an image. */
export const releaseKey = (
  image: pulumi.Input<string>,
  command: readonly string[],
): pulumi.Output<string> => pulumi.jsonStringify([image, command]);

/** What a release command will have. */
export const releaseFootprint = (id: StackId) => ({ names: [nameOf(id, ROLE)] });

/**
 * Runs the release command where there is one, once for each image and command.
 *
 * @returns what is there when it ended well.
 */
export function releaseRun(
  name: string,
  { image, releaseCommand, releaseNeeds = [] }: WebAppArgs,
  runtime: AppRuntime,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  if (!releaseCommand) return [];
  const { command, runAgain, isPinned, timeoutSeconds } = releaseCommand;
  const workload = runtime.workload({
    role: ROLE,
    command,
    restart: "no",
    health: NO_CHECK,
    graceSeconds: STOP_GRACE_SECONDS,
  });
  const spec = {
    runAgain,
    timeoutSeconds,
    needs: [...runtime.needs, ...releaseNeeds],
    once: { key: releaseKey(image, command), isKept: isPinned },
    wayOut:
      "nothing of the new version was started: what served before still does, and the next pulumi up runs the release command again",
  };
  return [runtime.platform.job(`${name}-release`, workload, spec, parent).run];
}
