import { type Document, isMap, isScalar, parseDocument, visit } from "yaml";

import { nearest } from "../../shared/nearest";
import { kindOf, refuseOtherText, syntaxProblem } from "../../shared/yaml-text";
import { UserError } from "../errors";
import { AS_WRITTEN } from "./edit";

/** What Pulumi's engines read at the top of a stack file. */
const TOP_KEYS = ["config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"];

/**
 * Reads the text of a stack file.
 *
 * @param name of the file, for messages.
 * @throws UserError with a line for each thing that keeps it from being read.
 */
export function parseStackText(name: string, text: string): Document {
  refuseOtherText(name, text);
  const document: Document = parseDocument(text, AS_WRITTEN);
  const looks = [syntaxProblems, nodeProblems, valueProblems, shapeProblems];
  for (const look of looks) {
    const problems = look(document);
    if (problems.length > 0) {
      throw new UserError(problems.map((problem) => `${name}${problem}`).join("\n"));
    }
  }
  return document;
}

/** The first one only: it makes the rest look wrong, too. */
const syntaxProblems = ({ errors, warnings }: Document): string[] =>
  [...errors, ...warnings].slice(0, 1).map(syntaxProblem);

/** Aliases without an end or a beginning, keys that are no text, and values that JSON does not have. */
function nodeProblems(document: Document): string[] {
  const problems: string[] = [];
  visit(document, {
    Alias(_, alias, parents) {
      const target = alias.resolve(document);
      const given = `: given the alias *${alias.source}`;
      if (!target) {
        problems.push(`${given}; accepted: one whose anchor &${alias.source} stands before it`);
      } else if (parents.includes(target)) {
        problems.push(`${given} inside of its own anchor; accepted: a value that ends; remove it`);
      }
    },
    Pair(_, { key }) {
      if (isScalar(key)) return;
      problems.push(": given a key that is a list, an object or an alias; accepted: a text");
    },
    Scalar(_, { value, tag, source }) {
      const isNumber = typeof value !== "number" || Number.isFinite(value);
      const isPlain = typeof value !== "object" || value === null;
      if (isNumber && isPlain) return;
      problems.push(`: given ${isPlain ? source : tag}; accepted: texts, numbers, true and false`);
    },
  });
  return problems;
}

/** Aliases that stand for more than anybody wrote, and merge keys that have nothing to merge. */
function valueProblems(document: Document): string[] {
  try {
    document.toJS();
    return [];
  } catch (error) {
    return [
      error instanceof ReferenceError
        ? ": given aliases that stand for too many values; accepted: at most 100; write the values out"
        : ": given a merge key << without an object; accepted: <<: *NAME, of an object with the anchor &NAME",
    ];
  }
}

function shapeProblems(document: Document): string[] {
  const value: unknown = document.toJS();
  // A file without settings is one, too: whatever needs a setting says which.
  if (value === null || value === undefined) return [];
  if (!isMap(document.contents)) {
    return [
      `: given ${kindOf(value)}; accepted: the keys ${TOP_KEYS.join(", ")}; settings stand below the key config`,
    ];
  }
  const top = value as Record<string, unknown>;
  const unknown = Object.keys(top).filter((key) => !TOP_KEYS.includes(key));
  return [...unknown.map(unknownKey), ...wrongValues(top)];
}

function unknownKey(key: string): string {
  const meant = nearest(key, TOP_KEYS);
  const mend = meant
    ? `did you mean ${meant}?`
    : "a setting stands below config:, indented by two spaces";
  return `: ${key}: given a key that does not exist at the top of a stack file; accepted: ${TOP_KEYS.join(", ")}; ${mend}`;
}

function wrongValues(top: Readonly<Record<string, unknown>>): string[] {
  const problems: string[] = [];
  const { config, encryptionsalt, secretsprovider } = top;
  if (config !== undefined && config !== null && kindOf(config) !== "an object") {
    problems.push(`: config: given ${kindOf(config)}; accepted: settings, a line each: KEY: VALUE`);
  }
  for (const [key, value] of Object.entries({ encryptionsalt, secretsprovider })) {
    if (value === undefined || value === null || typeof value === "string") continue;
    problems.push(
      `: ${key}: given ${kindOf(value)}; accepted: a text; take the line back from git or a backup`,
    );
  }
  return problems;
}
