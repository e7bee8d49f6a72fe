/**
 * Shows what an `up` of today's files would change in stacks that those of a commit have made:
 *
 *     node -r ./register.cjs test/golden/unchanged.ts COMMIT [STACK...]
 *
 * Each stack is deployed by the commit's files, and then previewed with today's under each engine. The
 * exit code is 1 where one of them would change anything but the code of dynamic resources.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { docker } from "../support/docker";
import { ENGINES, type Engine } from "../support/engines";
import { Project, type StackConfig, succeeded } from "../support/project";

const redis = { engine: "redis", keepData: false };
const mysql = { engine: "mysql", keepData: false };
const backup = { schedule: "0 3 * * *" };

/** The stacks, without their ports. */
const STACKS: Readonly<Record<string, StackConfig>> = {
  dev: { mode: "dev", database: "mariadb" },
  prod: { mode: "prod", database: mysql, backup, replicas: 2 },
  domain: {
    mode: "prod",
    database: "none",
    domain: "widgets.example.com",
    tls: { issuer: "internal" },
  },
  redis: { mode: "prod", database: redis, backup, rollout: "recreate", replicas: 2 },
  swarm: {
    mode: "prod",
    platform: "swarm",
    database: redis,
    swarm: { publishMode: "host" },
    backup,
  },
};

const PORT = 18_700;

async function changesOf(stack: string, config: StackConfig, before: string): Promise<string[]> {
  const project = new Project(`unchanged-${stack}`, ENGINES[0], before);
  const port = PORT + 10 * Object.keys(STACKS).indexOf(stack);
  const httpsPort = config.domain === undefined ? {} : { httpsPort: port + 1 };
  try {
    await project.stack(stack, { ...config, app: { name: "widgets", port, ...httpsPort } });
    await project.mustUp(stack);
    project.take(".");
    const changes: string[] = [];
    for (const engine of ENGINES) changes.push(...(await changesUnder(engine, project, stack)));
    succeeded(await project.destroy(stack));
    return changes;
  } finally {
    await project.remove();
  }
}

interface State {
  inputs?: Record<string, unknown>;
}

interface Step {
  op: string;
  urn: string;
  oldState?: State;
  newState?: State;
}

/** The input of a dynamic resource that holds its code. */
const CODE = "__provider";

/**
 * What a preview proposes, a line each. The code of a dynamic resource is part of the state, so that
 * any change of what it calls updates it: that does its work once more, and is counted only.
 */
async function changesUnder(engine: Engine, project: Project, stack: string): Promise<string[]> {
  const output = succeeded(await project.under(engine).preview(stack, "--json"));
  const { steps }: { steps: Step[] } = JSON.parse(output.slice(output.search(/^\{$/m)));
  const proposed = steps.filter(({ op }) => op !== "same" && op !== "read");
  const changes = proposed.map((step) => ({ ...step, keys: changedKeys(step) }));
  const isCode = ({ op, keys }: (typeof changes)[number]) =>
    op === "update" && keys.every((key) => key === CODE);
  const count = changes.filter(isCode).length;
  console.log(`${stack} under ${engine}: ${count} dynamic resources have other code`);
  return changes
    .filter((change) => !isCode(change))
    .map(({ op, urn, keys }) => `${stack} under ${engine}: ${op} ${urn}: ${keys.join(", ")}`);
}

function changedKeys({ oldState, newState }: Step): string[] {
  const [before = {}, after = {}] = [oldState?.inputs, newState?.inputs];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

/** Runs something with the engine as a Swarm of its own, where it is none. */
async function onSwarm<T>(run: () => Promise<T>): Promise<T> {
  const { Swarm } = await docker.info();
  if (Swarm?.LocalNodeState === "active") return run();
  await docker.swarmInit({ ListenAddr: "127.0.0.1", AdvertiseAddr: "127.0.0.1" });
  try {
    return await run();
  } finally {
    await docker.swarmLeave({ force: true });
  }
}

async function main([commit, ...wanted]: readonly string[]): Promise<void> {
  if (commit === undefined) throw new Error("which commit are the stacks to be made by?");
  const folder = join(mkdtempSync(join(tmpdir(), "berth-before-")), "files");
  execFileSync("git", ["worktree", "add", "--detach", "--quiet", folder, commit]);
  try {
    for (const [stack, config] of Object.entries(STACKS)) {
      if (wanted.length > 0 && !wanted.includes(stack)) continue;
      const look = () => changesOf(stack, config, folder);
      const changes = config.platform === "swarm" ? await onSwarm(look) : await look();
      console.log(changes.length > 0 ? changes.join("\n") : `${stack}: nothing would change`);
      if (changes.length > 0) process.exitCode = 1;
    }
  } finally {
    execFileSync("git", ["worktree", "remove", "--force", folder]);
    rmSync(join(folder, ".."), { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
