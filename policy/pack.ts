import { PolicyPack, type ResourceValidationPolicy, UnknownValueError } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { isProduction } from "./production";
import type { Rule } from "./rule";
import { RULES } from "./rules";

/** A rule as Pulumi asks it, of each resource of the stack. */
function policyOf({ name, description, violation }: Rule): ResourceValidationPolicy {
  return {
    name,
    description,
    validateResource: ({ type, props }, reportViolation) => {
      const found = inProduction() && knownOf(() => violation(type, props));
      if (found) reportViolation(found);
    },
  };
}

/**
 * What hangs on a value that a preview does not know, such as the id of an image that is yet to be
 * built, is asked again by the `up`.
 */
function knownOf<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}

const inProduction = () => isProduction(new pulumi.Config().get("mode"), pulumi.getStack());

// A team softens it by rule: pulumi preview --policy-pack policy --policy-pack-config FILE
new PolicyPack("berth", { policies: RULES.map(policyOf), enforcementLevel: "mandatory" });
