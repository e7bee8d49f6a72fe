import { type Step, subject } from "../plan/step";
import { renderPropertyDiff } from "./property-diff";
import type { Masking } from "./values";
import { ACTION_WORDS, isHidden } from "./words";

/** A step with everything that changes, as `--diff` shows it; nothing for what stays as it is. */
export function renderStepBlock(step: Step, masking: Masking): string[] {
  const { urn, type, id, provider } = subject(step);
  // A replacement is shown as a whole; its halves would only repeat it.
  const isHalf = step.action === "create-replacement" || step.action === "delete-replaced";
  const { sign, preview } = ACTION_WORDS[step.action];
  if (!preview || isHalf || step.action === "refresh" || isHidden(step)) return [];
  const old = "old" in step ? step.old : undefined;
  const olds = old?.inputs ?? {};
  const news = "new" in step ? step.new.inputs : {};
  const known = old?.id || id;
  return [
    `    ${sign}${type}: (${preview})`,
    ...(known ? [`        [id=${known}]`] : []),
    `        [urn=${urn}]`,
    ...(provider ? [`        [provider=${provider}]`] : []),
    ...renderPropertyDiff(olds, news, "      ", masking),
  ];
}
