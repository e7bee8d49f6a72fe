import type { CheckFailure, PropertyMap } from "../provider";

const MINIMA = ["minUpper", "minLower", "minNumeric", "minSpecial"];

/** What is wrong with the combination of the inputs of a random text. Unknown ones are left alone. */
export function checkText(inputs: PropertyMap): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const { length, number, numeric } = inputs;
  const sum = MINIMA.reduce(
    (total, name) => total + (typeof inputs[name] === "number" ? inputs[name] : 0),
    0,
  );
  if (typeof length === "number" && length < Math.max(1, sum)) {
    const least = sum > 1 ? `the sum of ${MINIMA.join(", ")}, ${sum}` : "1";
    failures.push({ property: "length", reason: `has to be at least ${least}, not ${length}` });
  }
  if (typeof number === "boolean" && typeof numeric === "boolean" && number !== numeric) {
    failures.push({ property: "number", reason: "contradicts numeric; give numeric only" });
  }
  const kinds = ["upper", "lower", "special"].map((name) => inputs[name]);
  if (kinds.every((used) => used === false) && (numeric ?? number) === false) {
    failures.push({
      property: "numeric",
      reason: "has to be true when upper, lower and special are false",
    });
  }
  return failures;
}
