import { nearest } from "../../shared/nearest";
import type { ResourceState } from "../resource/state";
import { isProviderType, parseUrn, STACK_TYPE } from "../resource/urn";
import { dependentsOf, neededBy } from "./graph";

/** The resources that a command is limited to: URNs, `*` and `**` standing for any part of one. */
export class Targets {
  private readonly patterns: RegExp[];

  constructor(private readonly urns: readonly string[]) {
    this.patterns = urns.map((urn) => {
      const parts = urn.split(/(\*\*|\*)/).map((part) => {
        if (part === "**") return ".*";
        return part === "*" ? "[^:]*" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      });
      return new RegExp(`^${parts.join("")}$`);
    });
  }

  /** Whether there is any limit. */
  get limited(): boolean {
    return this.urns.length > 0;
  }

  /** Whether this URN was named. Without a limit every one was. */
  has(urn: string): boolean {
    return !this.limited || this.patterns.some((pattern) => pattern.test(urn));
  }

  /** Whether there is a limit, and this URN within it. */
  names(urn: string): boolean {
    return this.limited && this.has(urn);
  }

  /** The whole URNs that were named and are none of these. */
  unmatched(urns: ReadonlySet<string>): string[] {
    return this.urns.filter((urn) => !urn.includes("*") && !urns.has(urn));
  }
}

/** How many resources are named for a target that is none of them. */
const NAMED = 5;

/** What is said of a target that is none of the stack's; the shell takes `$` for a variable. */
export function unknownTarget(urn: string, known: readonly string[]): string {
  const hint = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
  return `Target '${urn}' could not be found in the stack.${hint} ${someOf(urn, known)}`;
}

/** The URNs that were likely meant, or the first ones: a name alone is none. */
export function someOf(given: string, known: readonly string[]): string {
  const name = given.split("::").at(-1)?.toLowerCase() ?? "";
  const like = known.filter((urn) => {
    const other = urn.split("::").at(-1)?.toLowerCase() ?? "";
    return nearest(name, [other]) !== undefined;
  });
  const shown = (like.length > 0 ? like : known.filter((urn) => !isAlwaysTargeted(urn))).slice(
    0,
    NAMED,
  );
  if (shown.length === 0) return "The stack has no resources.";
  return `A target is a URN, as \`pulumi stack --show-urns\` lists them: ${shown.map((urn) => `'${urn}'`).join(", ")}${shown.length < known.length ? ", ..." : ""}`;
}

/** The stack itself and providers take part whatever the targets are: others need them. */
export function isAlwaysTargeted(urn: string): boolean {
  const { type } = parseUrn(urn);
  return isProviderType(type) || type === STACK_TYPE;
}

/** What is excluded with everything that it needs, and with `dependents` all that needs any of these. */
export function withNeeded(
  excludes: Targets,
  dependents: boolean,
  resources: readonly ResourceState[],
): Set<string> {
  const result = new Set<string>();
  const open = resources.filter(({ urn }) => excludes.names(urn));
  for (let next = open.pop(); next; next = open.pop()) {
    if (result.has(next.urn)) continue;
    result.add(next.urn);
    const needed = new Set(neededBy(next));
    open.push(...resources.filter(({ urn }) => needed.has(urn)));
    if (dependents) open.push(...dependentsOf(next, resources, { children: true }));
  }
  return result;
}

/** The URNs of what is protected, and of everything that it needs. */
export function protectedUrns(resources: readonly ResourceState[]): string[] {
  const urns = resources.filter(({ protect }) => protect).map(({ urn }) => urn);
  return [...withNeeded(new Targets(urns), false, resources)];
}

/** The targets with everything that cannot stay without them. */
export function withDependents(targets: Targets, resources: readonly ResourceState[]): Set<string> {
  const result = new Set<string>();
  for (const state of resources) {
    if (!targets.has(state.urn) || result.has(state.urn)) continue;
    result.add(state.urn);
    for (const dependent of dependentsOf(state, resources, { children: true })) {
      result.add(dependent.urn);
    }
  }
  return result;
}
