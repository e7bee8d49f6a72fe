import type { Wanted } from "./wanted";

import Docker = require("dockerode");

import { connect } from "../docker/connect";
import { resolveHost } from "../docker/host";
import { parseWanted } from "./arguments";
import { BASE, type BaseTree, ensureBase } from "./base";
import { CATALOG } from "./catalog";
import { buildImage, inspectImage, outputOf } from "./docker-image";
import { describe, standInLabels } from "./labels";

export { isStandIn } from "./labels";

const AT_ONCE = 2;

export interface BuildOptions {
  docker: Docker;
  /** Gets progress as it comes, in whole lines with their ends. */
  log: (text: string) => void;
  /** The base's files, where they are being made already. */
  base?: BaseTree;
}

/**
 * Builds a stand-in for each wanted image that the engine does not have. An image that is there
 * under that reference, the real one or a stand-in, is left alone.
 */
export async function buildStandIns(wanted: Wanted[], options: BuildOptions): Promise<void> {
  const missing: Wanted[] = [];
  for (const one of wanted) {
    if (one.reference.includes("@")) {
      throw new Error(`${one.reference} names one exact image: nothing can stand in for it`);
    }
    if (!(await inspectImage(options.docker, one.reference))) missing.push(one);
  }
  if (missing.length === 0) return;
  if (!(await inspectImage(options.docker, BASE))) {
    await withProgress(`stand-in base ${BASE}: mmdebstrap`, options, async () => {
      await ensureBase(options.docker, options.base);
      return undefined;
    });
  }
  await sideBySide(missing, (one) =>
    withProgress(`stand-in ${one.reference}: building from Debian's packages`, options, () =>
      buildOne(one, options.docker),
    ),
  );
}

/**
 * Packages are downloaded for the one while those of another are unpacked. All are ended before the
 * first failure is thrown.
 */
async function sideBySide<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      await work(item).catch((error) => failures.push(error));
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (failures.length > 0) throw failures[0];
}

/** Two builds: the version is known once the packages are in, the second only adds it and the labels. */
async function buildOne({ name, reference }: Wanted, docker: Docker): Promise<string> {
  const draft = `berth-standin/${name}:draft`;
  await buildImage(docker, { name, tag: draft });
  const version = await outputOf(docker, draft, ["cat", "/etc/berth-standin"]);
  const labels = standInLabels(reference, describe(name, version));
  await buildImage(docker, { name, tag: reference, labels, args: { VERSION: version } });
  await docker.getImage(draft).remove();
  return `${CATALOG[name].product} ${version}`;
}

async function withProgress(
  title: string,
  { log }: BuildOptions,
  work: () => Promise<string | undefined>,
): Promise<void> {
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  log(`${title}\n`);
  try {
    const result = await work();
    log(`${title}: done in ${seconds()}${result ? ` (${result})` : ""}\n`);
  } catch (error) {
    log(`${title}: failed after ${seconds()}\n`);
    throw new Error(`${title} failed\n${(error as Error).message}`, { cause: error });
  }
}

async function main(): Promise<void> {
  const wanted = parseWanted(process.argv.slice(2));
  const log = (text: string) => process.stdout.write(text);
  await buildStandIns(wanted, { docker: connect(resolveHost().address), log });
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  });
}
