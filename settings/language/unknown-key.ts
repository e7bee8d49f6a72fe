import type { z } from "zod";
import { nearest } from "../../shared/nearest";
import { removeCommand, setCommand } from "./commands";
import { type Given, isHidden } from "./given";
import { mendValue } from "./mend";
import {
  ENTRY_NAME,
  entriesOf,
  knownPlaceAt,
  placeAt,
  type SettingPlace,
  shapeOf,
  walk,
} from "./meta";
import { formatPath, type Path, valueAt } from "./path";
import { fileNameOf, type Problem } from "./problem";

/** A key that no setting has. Its value is not shown: nobody knows what it was meant for. */
export function unknownKey(root: z.ZodType, parent: Path, key: string, given: Given): Problem {
  const path = [...parent, key];
  const siblings = Object.keys(shapeOf(knownPlaceAt(root, parent).schema) ?? {});
  const known = `the keys ${siblings.join(", ")}`;
  const dotted = parent.length === 0 ? key.split(".") : [];
  if (dotted.length > 1 && placeAt(root, dotted)) {
    return {
      path,
      given: "one key with a dot in it, as `pulumi config set` writes it without --path",
      accepted: `${dotted.at(-1)} inside of ${formatPath(dotted.slice(0, -1))}`,
      mend: move(root, path, dotted, given),
    };
  }
  const { meta } = knownPlaceAt(root, parent);
  if (meta?.elsewhere && Object.hasOwn(meta.elsewhere, key)) {
    return {
      path,
      given: "a key that does not exist",
      accepted: meta.elsewhere[key] ?? known,
      mend: removeCommand(given.file, path),
    };
  }
  const meant = likelyMeant(root, parent, key, siblings);
  const [target, ...others] = meant;
  return {
    path,
    given: "a key that does not exist",
    accepted: target
      ? `${meant.map(formatPath).join(" or ")} (did you mean this?), or ${known}`
      : known,
    mend:
      target && others.length === 0
        ? move(root, path, target, given)
        : removeCommand(given.file, path),
  };
}

/** Settings that the key may stand for: in another case, at another level, or misspelt. */
function likelyMeant(
  root: z.ZodType,
  parent: Path,
  key: string,
  siblings: readonly string[],
): Path[] {
  const sameLetters = siblings.find((name) => name.toLowerCase() === key.toLowerCase());
  if (sameLetters) return [[...parent, sameLetters]];
  const sibling = nearest(key, siblings);
  // An entry has many keys of other groups by the same name: a misspelt one of its own is likelier.
  if (sibling && isInEntry(root, parent)) return [[...parent, sibling]];
  const elsewhere: Path[] = [];
  walk(root, (path) => {
    const full = withEntriesOf(parent, path);
    if (full.at(-1) === key && !full.includes(ENTRY_NAME)) elsewhere.push(full);
  });
  const below = elsewhere.filter((path) => parent.every((name, index) => path[index] === name));
  if (below.length > 0) return below;
  // What is meant for an entry alone is no setting of the whole stack.
  if (elsewhere.length > 0 && !isInEntry(root, parent)) return elsewhere;
  return sibling ? [[...parent, sibling]] : [];
}

/** The path of a setting, with the entries' names of another path as far as both lead the same way. */
function withEntriesOf(parent: Path, path: Path): Path {
  const full: (string | number)[] = [];
  for (const [index, name] of path.entries()) {
    const isSame = full.every((before, place) => before === parent[place]);
    full.push(name === ENTRY_NAME && isSame ? (parent[index] ?? name) : name);
  }
  return full;
}

const isInEntry = (root: z.ZodType, path: Path): boolean =>
  path.some((_, index) => entriesOf(knownPlaceAt(root, path.slice(0, index)).schema) !== undefined);

/** The commands that bring a value to the key that was meant. */
export function move(root: z.ZodType, from: Path, to: Path, given: Given): string {
  const { file, values } = given;
  const remove = removeCommand(file, from);
  if (valueAt(values, to) !== undefined) return remove;
  const place = knownPlaceAt(root, to);
  const value = valueAt(values, from);
  const isWhole = !place.isEntry && place.meta?.entry !== undefined;
  const isGroup = !place.meta || shapeOf(place.schema) !== undefined;
  if (isWhole || isGroup || (typeof value === "object" && value !== null)) {
    return `rename ${formatPath(from)} to ${formatPath(to)} in ${fileNameOf(file)}, or drop it: ${remove}`;
  }
  const set = `${keepShortForm(root, to, given)}${setMoved(place, from, to, given)}`;
  return `${set} && ${remove}`;
}

function setMoved(place: SettingPlace, from: Path, to: Path, given: Given): string {
  const value = valueAt(given.values, from);
  const secret = place.meta?.secret === true;
  if (secret || isHidden(given, from)) return setCommand(given.file, to, undefined, { secret });
  // Variables are not repeated: under a name that no rule knows there may be a password.
  const isAccepted = !place.isEntry && place.schema.safeParse(value).success;
  return isAccepted
    ? setCommand(given.file, to, String(value))
    : mendValue(place, to, value, given);
}

/** A text in the place of a group would give way to a map without its value, which is set by its path first. */
function keepShortForm(root: z.ZodType, to: Path, given: Given): string {
  const group = to.slice(0, -1);
  const short = placeAt(root, group)?.meta?.short;
  const value = valueAt(given.values, group);
  if (!short || typeof value !== "string" || isHidden(given, to)) return "";
  return `${setCommand(given.file, [...group, short], value)} && `;
}
