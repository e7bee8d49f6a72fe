import { findIn, listReleases, type Release } from "../../../components/app/releases";
import { connect } from "../../../docker/connect";
import { UserError } from "../../../shared/errors";
import type { Run } from "../command";
import { openFor } from "../engine";
import { type Change, changes, contentOf } from "./content";

/** `releases diff`: what two releases do not share. */
export const releasesDiff: Run = async (line, surroundings) => {
  const place = openFor(line, surroundings);
  // First, as it tells a person where nothing answers.
  await place.client.ask("GET", "/_ping");
  const releases = await listReleases(connect(place.host.address), place.id);
  const [before, after] = pair(releases, line.operands, place.id.stack);
  const [old, now] = await Promise.all([
    contentOf(place.client, before.id, place.id),
    contentOf(place.client, after.id, place.id),
  ]);
  const found = {
    from: releaseNameOf(before),
    to: releaseNameOf(after),
    settings: changes(old.settings, now.settings),
    packages: old.packages && now.packages && changes(old.packages, now.packages),
    files: changes(old.files, now.files),
  };
  if (line.has("json")) {
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return;
  }
  const sections = [
    ["settings of the image", found.settings.map(told)],
    ["packages", found.packages?.map(told) ?? ["  cannot be read: the image runs no Python"]],
    [`files in ${now.folder}`, found.files.map(({ kind, name }) => `  ${SIGNS[kind]} ${name}`)],
  ] as const;
  process.stdout.write(`${found.from} -> ${found.to}\n`);
  for (const [heading, lines] of sections) {
    process.stdout.write(`\n${heading}\n${lines.length > 0 ? lines.join("\n") : "  the same"}\n`);
  }
};

const SIGNS: Record<Change["kind"], string> = { added: "+", removed: "-", changed: "~" };

const told = ({ kind, name, from, to }: Change) =>
  `  ${SIGNS[kind]} ${name} ${kind === "changed" ? `${from} -> ${to}` : (to ?? from ?? "")}`.trimEnd();

const releaseNameOf = ({ tags, id }: Release) => tags[0] ?? id.slice(7, 19);

/** The two releases that a line means: by default the one that runs, and the one before it. */
function pair(
  releases: readonly Release[],
  words: readonly string[],
  stack: string,
): [Release, Release] {
  const see = `see ./pulumiw releases --stack ${stack}`;
  const named = (word: string): Release => {
    const [one, another] = findIn(releases, word);
    if (!one) throw new UserError(`the stack ${stack} has no release ${word}; ${see}`);
    if (another) throw new UserError(`several releases of ${stack} are meant by ${word}; ${see}`);
    return one;
  };
  const [old, young] = words;
  const after = young ? named(young) : (releases.find(({ running }) => running) ?? releases[0]);
  if (old && after) return [named(old), after];
  const before = after && releases[releases.indexOf(after) + 1];
  if (before) return [before, after];
  throw new UserError(`the stack ${stack} has no release before the one that runs; ${see}`);
}
