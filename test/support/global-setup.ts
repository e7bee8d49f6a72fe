import { ensureLocalEngine } from "../../docker/local-engine";
import { parseWanted } from "../../images/arguments";
import { buildStandIns } from "../../images/build";
import { docker } from "./docker";
import { ENGINES } from "./engines";

const log = (line: string) => console.log(line);

/** Before the end-to-end tests: an engine, the base images, and a word on what runs the programs. */
export default async function setup(): Promise<() => Promise<void>> {
  const stopEngine = await ensureLocalEngine(log);
  await buildStandIns(parseWanted([]), { docker, log: (text) => process.stdout.write(text) });
  log(`end-to-end tests run under: ${ENGINES.join(" and ")}`);
  return stopEngine;
}
