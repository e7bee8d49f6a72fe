import type { z } from "zod";
import { shellWord } from "../../shared/shell-word";
import { setCommand } from "./commands";
import { type Given, show } from "./given";
import { mendValue } from "./mend";
import { knownPlaceAt, placeAt, shapeOf } from "./meta";
import { formatPath, type Path, valueAt } from "./path";
import { fileNameOf, type Problem } from "./problem";

/** A stack's configuration as Pulumi hands it over: texts, with JSON for whatever is not a text. */
export interface RawConfig {
  /** `namespace:key` to text. */
  values: Readonly<Record<string, string>>;
  /** The `namespace:key`s with an encrypted value in them. */
  secretKeys: readonly string[];
  /**
   * The project's own values by their keys without namespace, as they are written in the stack file.
   *
   * @default nobody knows
   */
  plain?: Readonly<Record<string, unknown>>;
  /**
   * The stack file as it is written, where it can be read: not every reader of YAML reads the same.
   *
   * @default it is not looked at
   */
  text?: string;
}

/**
 * Settings in a namespace that nobody reads: those of a template whose project has another name now,
 * `docker:host`, and what `pulumi config set app:port 8000` makes of a slip.
 */
export function foreignKeys(config: RawConfig, given: Given, root: z.ZodType): Problem[] {
  return Object.entries(config.values).flatMap(([key, value]) => {
    const colon = key.indexOf(":");
    const namespace = key.slice(0, colon);
    if (namespace === given.file.project) return [];
    const path = settingMeant(root, namespace, key.slice(colon + 1));
    return path ? [foreignKey(key, path, value, config, given, root)] : [];
  });
}

function settingMeant(root: z.ZodType, namespace: string, name: string): Path | undefined {
  if (placeAt(root, [name])) return [name];
  return placeAt(root, [namespace, name]) && [namespace, name];
}

function foreignKey(
  key: string,
  path: Path,
  value: string,
  { secretKeys }: RawConfig,
  given: Given,
  root: z.ZodType,
): Problem {
  const { file, values } = given;
  const place = knownPlaceAt(root, path);
  const { schema, meta } = place;
  const secret = secretKeys.includes(key) || meta?.secret === true;
  const isAccepted = schema.safeParse(value).success;
  const isGroup = shapeOf(schema) !== undefined && !isAccepted;
  const readable = isAccepted ? show(value) : isGroup ? "an object" : "a value";
  const own = formatPath(path);
  const remove = `pulumi config rm --stack ${file.stack} ${shellWord(key)}`;
  const set =
    secret || isAccepted
      ? setCommand(file, path, secret ? undefined : value, { secret })
      : mendValue(place, path, value, given);
  const rename = `rename ${key} to ${file.project}:${own} in ${fileNameOf(file)}, or drop it: ${remove}`;
  const isSet = valueAt(values, path) !== undefined;
  return {
    path,
    given: `${secret ? "[secret]" : readable} as ${key}, in a namespace that this project does not read`,
    accepted: `${own} without a namespace, which is ${file.project}:${path[0]} in ${fileNameOf(file)}`,
    mend: isSet ? remove : isGroup ? rename : `${set} && ${remove}`,
  };
}
