import { UserError } from "../../shared/errors";
import { nearest } from "../../shared/nearest";
import type { Part } from "./part";

type Named = Pick<Part, "role" | "name">;

/**
 * The parts that words mean: a role, a container's name, or `ROLE.NUMBER` for one of several. All where
 * there is no word. Pure.
 *
 * @throws UserError that lists the roles that there are.
 */
export function partsOf<One extends Named>(
  parts: readonly One[],
  words: readonly string[],
  stack: string,
): One[] {
  if (words.length === 0) return [...parts];
  const found = words.flatMap((word) => {
    const meant = parts.filter((part) => part.role === word || part.name === word);
    if (meant.length > 0) return meant;
    const [, role, number] = /^(.+)\.(\d+)$/.exec(word) ?? [];
    const one = parts.filter((part) => part.role === role)[Number(number) - 1];
    if (one) return one;
    throw new UserError(noSuchRole(word, parts, stack));
  });
  return [...new Set(found)];
}

function noSuchRole(word: string, parts: readonly Named[], stack: string): string {
  const roles = [...new Set(parts.map(({ role }) => role))];
  const meant = nearest(word, roles);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  return `the stack ${stack} has no role ${word}${hint}; there is ${roles.join(", ")}`;
}
