import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { historyFolder } from "../../shared/workspace";
import { asMapping, asText, type Mapping } from "../../shared/yaml-file";
import type { ProofFigures } from "../proof/figures";
import type { FoundPlace } from "../stack/find-place";
import { noteOf, type RunNote, runsIn } from "./run-note";

/** One run over a stack. */
export interface Past {
  /** When it began, in ISO 8601. */
  when: string;
  /** `update`, `destroy`, `refresh`, `import`. */
  kind: string;
  result: string;
  seconds: number;
  changes: Record<string, number>;
  /** Who gave the command; where nobody noted that, the author of the commit. */
  who?: string;
  commit?: string;
  author?: string;
  message?: string;
  /** The image that the app had afterwards. */
  image?: string;
  /** The release command ran, and ended well. */
  migrated: boolean;
  /** A backup was made before the release command. */
  backedUp: boolean;
  /** What became of requests while a new version took over. */
  probe?: ProofFigures;
}

type Place = Pick<FoundPlace, "state" | "project" | "id">;

/** The folder of a stack's history, where its state is in a folder of this machine and it has one. */
function folderFor({ state, project, id }: Place): string | undefined {
  if (state === undefined) return undefined;
  const root = join(dirname(state), state.includes(join("stacks", project.name)) ? "../.." : "..");
  return historyFolder(dirname(root), project.name, id.stack);
}

/** The last runs over a stack, the newest first. */
export function pastOf(place: Place, most: number): Past[] {
  const folder = folderFor(place);
  if (folder === undefined) return [];
  return runsIn(folder)
    .slice(0, most)
    .map(({ prefix, packed }) =>
      pastIn(
        read(folder, `${prefix}.history.json${packed}`),
        deploymentIn(read(folder, `${prefix}.checkpoint.json${packed}`)),
        noteOf(folder, prefix),
      ),
    );
}

/** What became of requests when each image of the app last took over, by what outputs say of the image. */
export function probesOf(place: Place): Map<string, ProofFigures> {
  const found = new Map<string, ProofFigures>();
  const folder = folderFor(place);
  if (folder === undefined) return found;
  for (const { prefix, packed } of runsIn(folder)) {
    const { probe } = noteOf(folder, prefix);
    const { result } = probe ? read(folder, `${prefix}.history.json${packed}`) : {};
    // A version that did not take over left the one before in its place.
    if (!probe || result !== "succeeded") continue;
    const after = deploymentIn(read(folder, `${prefix}.checkpoint.json${packed}`));
    const image = imageIn(resourcesIn(after));
    if (image !== undefined && !found.has(image)) found.set(image, probe);
  }
  return found;
}

/** A file of a backend, which may be packed; empty where it cannot be read. */
function read(folder: string, name: string): Mapping {
  try {
    const content = readFileSync(join(folder, name));
    return asMapping(JSON.parse((name.endsWith(".gz") ? gunzipSync(content) : content).toString()));
  } catch {
    return {};
  }
}

const deploymentIn = (file: Mapping) => asMapping(asMapping(file.checkpoint).latest);

const resourcesIn = ({ resources }: Mapping) =>
  Array.isArray(resources) ? resources.map(asMapping) : [];

const imageIn = (resources: readonly Mapping[]) => {
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return asText(asMapping(stack?.outputs).image);
};

/** A run as it was noted, with what the state was afterwards. Pure. */
export function pastIn(noted: Mapping, after: Mapping, note: RunNote = {}): Past {
  const environment = asMapping(noted.environment);
  const start = Number(noted.startTime);
  const resources = resourcesIn(after);
  const author = asText(environment["git.author"]) ?? asText(environment["git.committer"]);
  /** Whether such a resource was made or made anew by this very run. */
  const ran = (urn: RegExp) =>
    resources.some(
      (it) =>
        urn.test(String(it.urn)) && Date.parse(String(it.modified ?? it.created)) >= start * 1000,
    );
  return {
    when: new Date(start * 1000).toISOString(),
    kind: String(noted.kind),
    result: String(noted.result),
    seconds: Number(noted.endTime) - start,
    changes: asMapping(noted.resourceChanges) as Record<string, number>,
    who: note.by ?? author,
    commit: asText(environment["git.head"]),
    author,
    message: asText(noted.message),
    image: imageIn(resources),
    migrated: ran(/berth:docker:WebApp\$[^$]*(?:JobRun|ServiceRun)::/),
    backedUp: ran(/:dynamic\/berth:BackupRun::/),
    probe: note.probe,
  };
}
