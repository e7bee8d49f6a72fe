import type { RefreshResult } from "../execute/events";
import { type Action, type Step, subject } from "../plan/step";
import { isDefaultProvider } from "../resource/urn";

/** How an action is called before, while and after it is done, and its sign. */
export interface ActionWords {
  sign: string;
  preview: string;
  active: string;
  done: string;
}

const words = (sign: string, preview: string, active: string, done: string): ActionWords => ({
  sign,
  preview,
  active,
  done,
});

export const ACTION_WORDS: Record<Action, ActionWords> = {
  same: words("  ", "", "", ""),
  "skip-create": words("  ", "", "", ""),
  create: words("+ ", "create", "creating", "created"),
  "create-replacement": words(
    "++",
    "create replacement",
    "creating replacement",
    "created replacement",
  ),
  replace: words("+-", "replace", "replacing", "replaced"),
  update: words("~ ", "update", "updating", "updated"),
  delete: words("- ", "delete", "deleting", "deleted"),
  "delete-replaced": words("--", "delete original", "deleting original", "deleted original"),
  "remove-pending-replace": words("--", "remove", "removing", "removed"),
  read: words("> ", "read", "reading", "read"),
  "read-replacement": words(">>", "read replacement", "reading replacement", "read replacement"),
  refresh: words("~ ", "refresh", "refreshing", "refresh"),
  import: words("= ", "import", "importing", "imported"),
  "import-replacement": words(
    "=>",
    "import replacement",
    "importing replacement",
    "imported replacement",
  ),
};

/** What a refresh found of a resource is called like what an update would do to it. */
export function foundWords(action: Action, refreshed: RefreshResult | undefined): ActionWords {
  return ACTION_WORDS[refreshed ?? action];
}

/** What is said of a stack whose run has failed, by its sign. */
export function failedStack(sign: string): string {
  return sign === ACTION_WORDS.create.sign
    ? `**${ACTION_WORDS.create.active} failed**`
    : "**failed**";
}

/** The kinds of change that a summary counts, in its order. */
export const COUNTED = ["create", "update", "delete", "replace", "import"] as const;
export type Counted = (typeof COUNTED)[number];

/** How many resources were changed in which way, or stayed. */
export type Changes = Partial<Record<Counted | "same", number>>;

/** What an action counts as; halves of a replacement count with the whole. */
export function countedAs(
  action: Action,
  refreshed: RefreshResult | undefined,
): Counted | "same" | undefined {
  switch (action) {
    case "refresh":
      return refreshed;
    case "skip-create":
      return "same";
    case "create":
    case "update":
    case "delete":
    case "replace":
    case "import":
    case "same":
      return action;
    default:
      return undefined;
  }
}

/**
 * What the engine makes by itself and what is only read is neither shown nor counted. That it is read in
 * the place of one that the stack managed is, and a refresh counts all that it looks at.
 */
export function isHidden(step: Step): boolean {
  const { urn, external } = subject(step);
  const isShownAnyway = step.action === "replace" || step.action === "refresh";
  return isDefaultProvider(urn) || (external && !isShownAnyway);
}

/** `docker:index/network:Network` as `docker:index:Network`: the file's name says nothing more. */
export function shortType(type: string): string {
  const [pkg, module = "", name = ""] = type.split(":");
  const [head, file] = module.split("/");
  const isOwnFile = file !== undefined && file.toLowerCase() === name.toLowerCase();
  return isOwnFile ? `${pkg}:${head}:${name}` : type;
}
