import { parseArgs } from "node:util";
import { CATALOG, isStandInName, NAMES, type StandInName } from "./catalog";
import type { Wanted } from "./wanted";

/**
 * Reads `[name...] [--as name=reference]...`. A name stands for its reference in the catalog;
 * `--as` asks for one under another reference. Nothing said means the whole catalog.
 */
export function parseWanted(args: string[]): Wanted[] {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { as: { type: "string", multiple: true, default: [] } },
  });
  const named = positionals.map(knownName).map(byDefault);
  const renamed = values.as.map(underOtherReference);
  const wanted = [...named, ...renamed];
  return wanted.length > 0 ? wanted : NAMES.map(byDefault);
}

function byDefault(name: StandInName): Wanted {
  return { name, reference: CATALOG[name].reference };
}

function underOtherReference(text: string): Wanted {
  const [name = "", reference = ""] = text.split(/=(.*)/s);
  if (reference === "") throw new Error(`--as ${text}: should be name=reference`);
  return { name: knownName(name), reference };
}

function knownName(name: string): StandInName {
  if (isStandInName(name)) return name;
  throw new Error(`no stand-in is called ${name}; there are ${NAMES.join(", ")}`);
}
