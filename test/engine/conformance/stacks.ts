import { appendFileSync } from "node:fs";
import type { Engine } from "../../support/engines";
import { Project } from "../../support/project";
import { type Observation, observe } from "./compare";

/** What a person does with a stack from its first day to its last. */
interface StackStep {
  name: string;
  args: readonly string[];
  before?(project: Project): void;
}

const STEPS: readonly StackStep[] = [
  { name: "first preview", args: ["preview"] },
  { name: "first up", args: ["up", "--yes"] },
  { name: "second up", args: ["up", "--yes"] },
  { name: "changed code", args: ["up", "--yes"], before: changeCode },
  { name: "refresh", args: ["refresh", "--yes"] },
  { name: "up after refresh", args: ["up", "--yes", "--refresh"] },
  { name: "destroy", args: ["destroy", "--yes"] },
];

/** A stack of the project itself, deployed for real. */
interface Stack {
  name: "dev" | "prod";
  settings: Record<string, unknown>;
  steps: readonly StackStep[];
}

/** Seconds that a container may take on a machine with much else to do: how long it takes is not compared. */
const startPeriod = 900;

const STACKS: readonly Stack[] = [
  {
    name: "dev",
    settings: {
      mode: "dev",
      database: { engine: "mysql", startPeriod },
      app: { name: "widgets", port: 18960, startPeriod },
    },
    steps: STEPS,
  },
  {
    name: "prod",
    settings: {
      mode: "prod",
      database: { engine: "redis", keepData: false, startPeriod },
      app: { name: "widgets", port: 18970, startPeriod },
      replicas: 2,
    },
    steps: STEPS,
  },
];

/** Stacks whose names contain the filter. */
export function loadStacks(filter: string): Stack[] {
  return STACKS.filter(({ name }) => `stack-${name}`.includes(filter));
}

function changeCode(project: Project): void {
  appendFileSync(project.path("app/widgets/routes.py"), "# once more\n");
}

/** Takes a stack through all its steps under one engine. */
export async function runStack(
  engine: Engine,
  { name, settings, steps }: Stack,
): Promise<Observation[]> {
  const project = new Project("berth-conformance", engine);
  try {
    await project.stack(name, settings);
    const observations: Observation[] = [];
    for (const { args, before } of steps) {
      before?.(project);
      const { code, output } = await project.pulumi(...args, "--stack", name);
      const state = comparable(await project.state(name, "--show-secrets"), project.folder);
      observations.push(observe(args, code, withoutChance(output), withoutChance(state)));
    }
    return observations;
  } finally {
    await project.remove();
  }
}

/** The letters of chance at the end of a container's name. */
const withoutChance = (text: string) => text.replaceAll(/(-app-\d+)-[0-9a-f]{7}/g, "$1");

interface StackResource {
  urn: string;
  type: string;
  outputs?: Record<string, unknown> & { result?: { plaintext?: string }; version?: string };
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
}

/** Where Docker put a container. */
const LEFT_OUT = new Set(["hostname", "networkDatas", "ipamConfigs"]);

/** An exported state without what differs from deployment to deployment. */
function comparable(exported: string, folder: string): string {
  const dropping = (key: string, value: unknown) => (LEFT_OUT.has(key) ? undefined : value);
  const state = JSON.parse(exported.replaceAll(folder, "/project"), dropping);
  const resources: StackResource[] = state.deployment.resources ?? [];
  for (const { dependencies, propertyDependencies } of resources) {
    // A set, to the SDK that writes it.
    for (const list of [dependencies, ...Object.values(propertyDependencies ?? {})]) list?.sort();
  }
  return resources.reduce(
    (text, { urn, outputs }) =>
      [outputs?.version, passwordIn(outputs?.result?.plaintext)]
        .filter((value) => value !== undefined)
        .reduce((rest, value) => rest.replaceAll(value, `of ${urn}`), text),
    JSON.stringify(state),
  );
}

function passwordIn(plaintext: string | undefined): string | undefined {
  return plaintext && JSON.parse(plaintext);
}
