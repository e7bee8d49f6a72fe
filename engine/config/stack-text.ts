import { type Document, isMap, isScalar, parseDocument, visit, type YAMLError } from "yaml";

import { nearest } from "../../shared/nearest";
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

/**
 * Refuses text that was saved as something else than UTF-8: it arrives with marks in the place of what
 * could not be read.
 */
export function refuseOtherText(name: string, text: string): void {
  const at = text.search(/[\0\uFFFD]/);
  if (at < 0) return;
  if (/^(\uFFFD\uFFFD|.\0|\0.)/s.test(text)) {
    throw new UserError(`${name}: given UTF-16 text; accepted: UTF-8; save it as that`);
  }
  const line = text.slice(0, at).split("\n").length;
  throw new UserError(
    `${name}, line ${line}: given bytes that are no UTF-8 text; accepted: YAML; take the file back from git or a backup`,
  );
}

/** The parser's words where they speak to programmers, in other ones. */
const WORDS: Readonly<Record<string, string>> = {
  BAD_ALIAS: "given an alias without a name; accepted: *NAME; put quotes around the value",
  DUPLICATE_KEY: "given a key that stands there twice; accepted: each key once; remove one of them",
  MISSING_CHAR:
    "given a text or list without its end; accepted: one that is closed; add what closes it",
  MULTIPLE_DOCS: "given a second document after ---; accepted: one; remove the rest",
  RESOURCE_EXHAUSTION:
    "given lists or objects one inside of the other, too many to be read; accepted: some hundreds",
  TAB_AS_INDENT: "given a tab; accepted: spaces before a key; replace the tab by two spaces",
  TAG_RESOLVE_FAILED: "given a tag (!NAME) that nobody knows; accepted: plain values; remove it",
};

/** What is wrong with the syntax, with its line: the parser's own message goes on with a picture of it. */
export function syntaxProblem({ message, linePos, code }: YAMLError): string {
  const [first = ""] = message.split("\n");
  const what = first.replace(/ at line \d+, column \d+:?$/, "").replace(/:$/, "");
  const place = linePos ? `, line ${linePos[0].line}, column ${linePos[0].col}` : "";
  return `${place}: ${WORDS[code] ?? `given what is no YAML: ${what}; mend the line`}`;
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

/** What kind of a value it is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}
