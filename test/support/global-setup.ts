import { ensureLocalEngine } from "../../docker/local-engine";
import { parseWanted } from "../../images/arguments";
import { buildStandIns } from "../../images/build";
import { docker, removeLabelled } from "./docker";
import { ENGINES } from "./engines";
import { removeTraces, type Trace } from "./traces";

const log = (line: string) => console.log(line);

/**
 * Before the end-to-end tests: an engine, without what a run has left on it that was cut off, the base
 * images, and a word on what runs the programs.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const stopEngine = await ensureLocalEngine(log);
  await removeTraces(removeFromEngine, log);
  await buildStandIns(parseWanted([]), { docker, log: (text) => process.stdout.write(text) });
  log(`end-to-end tests run under: ${ENGINES.join(" and ")}`);
  return stopEngine;
}

async function removeFromEngine({ label, container }: Trace): Promise<void> {
  if (label) await removeLabelled(label);
  if (container) {
    const removing = docker.getContainer(container).remove({ force: true, v: true });
    await removing.catch(() => undefined);
  }
}
