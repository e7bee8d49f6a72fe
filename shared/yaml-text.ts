import type { YAMLError } from "yaml";

import { UserError } from "./errors";

/**
 * Parses YAML that people write.
 *
 * @throws UserError that names the file, and the line where there is one.
 */
export function parseYaml(name: string, text: string): unknown {
  refuseOtherText(name, text);
  // Loaded here, so that commands without a project do not pay for it.
  const { parseDocument } = require("yaml") as typeof import("yaml");
  const document = parseDocument(text, { merge: true });
  const [error] = [...document.errors, ...document.warnings];
  if (error) throw new UserError(`${name}${syntaxProblem(error)}`);
  try {
    return document.toJS() as unknown;
  } catch (error) {
    throw new UserError(`${name}: given aliases that cannot be followed; write the values out`, {
      cause: error,
    });
  }
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

/** What kind of a value it is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}
