import type * as pulumi from "@pulumi/pulumi";
import { type FormerContainer, type Preparation, TakeOver } from "./take-over";

/** When containers that ran before a stack are stopped: before its databases, before its app, or once all is well. */
export const STAGES = ["data", "app", "rest"] as const;

export type Stage = (typeof STAGES)[number];

export interface FormerContainersArgs {
  /** Address of the Docker engine. */
  host: string;
  /** Stopped wave by wave, those of one at once. */
  waves: Readonly<Record<Stage, readonly (readonly FormerContainer[])[]>>;
  /** Volumes whose data is made ready before the databases start. */
  prepare: readonly Preparation[];
  /** The command that goes back to them. */
  wayBack: string;
}

/** The name of a stage's resource. */
export const stageName = (stage: Stage): string => `take-over-${stage}`;

/** What must not run beside a former container. */
const RUNS = /^docker:index\/(container:Container|service:Service)$|:VolumeOwner$/;

/** The containers whose place a stack takes. */
export interface FormerContainers {
  /** Options of what starts once those of a stage are stopped. */
  before(
    stage: "data" | "app",
    opts: pulumi.ComponentResourceOptions,
  ): pulumi.ComponentResourceOptions;
  /** Stops those that are left once all of these are there. */
  end(parts: readonly pulumi.Resource[]): void;
}

/**
 * Stops containers that ran before the stack, each as late as what the stack needs of it allows. They stay,
 * and so does their data.
 *
 * @param needs what is made before any of them is stopped.
 */
export function formerContainers(
  args: FormerContainersArgs | undefined,
  needs: readonly pulumi.Resource[],
): FormerContainers {
  const done: pulumi.Resource[] = [];
  const takeOver = (stage: Stage, after: readonly pulumi.Resource[]) => {
    if (!args) return;
    const { host, wayBack, waves, prepare } = args;
    const ready = stage === "data" ? prepare : [];
    if (waves[stage].length === 0 && ready.length === 0) return;
    const inputs = { host, wayBack, waves: waves[stage], prepare: ready };
    const dependsOn = [...after, ...done];
    done.push(new TakeOver(stageName(stage), inputs, { dependsOn }));
  };
  return {
    before(stage, opts) {
      takeOver(stage, needs);
      return done.length === 0 ? opts : startingAfter([...done], opts);
    },
    end: (parts) => takeOver("rest", parts),
  };
}

/** Options of components whose containers start after all of these. */
function startingAfter(
  resources: readonly pulumi.Resource[],
  opts: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
  const wait: pulumi.ResourceTransformation = ({ type, props, opts: given }) => {
    if (!RUNS.test(type)) return undefined;
    const before = [given.dependsOn ?? []].flat() as pulumi.Input<pulumi.Resource>[];
    const dependsOn = [...before, ...resources];
    return { props, opts: { ...given, dependsOn } };
  };
  return { ...opts, transformations: [...(opts.transformations ?? []), wait] };
}
