import { makeUrn, parseUrn, STACK_TYPE } from "../resource/urn";
import type { Alias, Goal } from "./goal";

/** Where a resource is registered. */
export interface AliasContext {
  stack: string;
  project: string;
  /** The old URN of each resource that was found under an alias, by its new one. */
  renamed: ReadonlyMap<string, string>;
}

/** All URNs that a resource may have had before, its own aliases first, then those its parent brings. */
export function formerUrns(goal: Goal, context: AliasContext): string[] {
  const own = goal.aliases.map((alias) => collapse(goal, alias, context));
  const parentBefore = goal.parent && context.renamed.get(goal.parent);
  if (!goal.parent || !parentBefore) return [...new Set(own)];
  const parent = { name: parseUrn(goal.parent).name, before: parentBefore };
  const inherited = [inherit(goal.type, goal.name, parent, context)];
  for (const urn of own) {
    const { type, name } = parseUrn(urn);
    inherited.push(inherit(type, name, parent, context));
  }
  return [...new Set([...own, ...inherited])];
}

function collapse(goal: Goal, alias: Alias, context: AliasContext): string {
  if ("urn" in alias) return alias.urn;
  let parent = alias.parentUrn || goal.parent;
  if (alias.parentUrn) parent = context.renamed.get(alias.parentUrn) ?? alias.parentUrn;
  if (alias.noParent || (parent && parseUrn(parent).qualifiedType === STACK_TYPE))
    parent = undefined;
  return makeUrn(
    alias.stack || context.stack,
    alias.project || context.project,
    parent,
    alias.type || goal.type,
    alias.name || goal.name,
  );
}

/**
 * The URN of a child under its parent's former identity. By convention a child's name starts with
 * its parent's: then it changed together with it.
 */
function inherit(
  type: string,
  name: string,
  parent: { name: string; before: string },
  context: AliasContext,
): string {
  const before = parseUrn(parent.before).name;
  const former = name.startsWith(parent.name) ? before + name.slice(parent.name.length) : name;
  return makeUrn(context.stack, context.project, parent.before, type, former);
}
