import { UserError } from "../../../shared/errors";
import type { Run } from "../command";
import { inspect } from "../containers";
import { nothingThere, openFor } from "../engine";
import { partsFor } from "../ps";
import { type Graph, graphOf } from "./graph-of";
import { mermaid } from "./mermaid";
import { svg } from "./svg";

const FORMATS: Readonly<Record<string, (graph: Graph) => string>> = { mermaid, svg };

/** `graph`: what of a stack reaches what, with its health. */
export const graph: Run = async (line, surroundings) => {
  const format = line.text("format") ?? "mermaid";
  const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (!write) throw new UserError(`graph: --format: given "${format}"; accepted: mermaid or svg`);
  const place = openFor(line, surroundings);
  const parts = await partsFor(place);
  if (parts.length === 0) throw nothingThere(place, surroundings.machine.env);
  const local = parts.filter((part) => part.id !== "" && part.elsewhere === undefined);
  const inspected = await Promise.all(local.map(({ id }) => inspect(place.client, id)));
  const found = graphOf(
    parts,
    inspected.filter((it) => it !== undefined),
    place.id,
  );
  process.stdout.write(line.has("json") ? `${JSON.stringify(found, null, 2)}\n` : write(found));
};
