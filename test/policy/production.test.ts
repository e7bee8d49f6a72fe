import { expect, test } from "vitest";
import { isProduction } from "../../policy/production";

test.each([
  ["prod", "staging", true],
  ["dev", "prod", false],
  [undefined, "prod", true],
  [undefined, "production", true],
  [undefined, "dev", false],
  [undefined, "prod-like", false],
])("the setting mode %s in the stack %s", (mode, stack, production) => {
  expect(isProduction(mode, stack)).toBe(production);
});
