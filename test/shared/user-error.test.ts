import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { userError } from "../../shared/user-error";

test("is one that Pulumi shows as its message alone", () => {
  const error = userError("app.port: taken");
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(error.message).toBe("app.port: taken");
});

test("has no stack, whose rendering would never end", () => {
  const error = userError("app.port: taken");
  expect(error.stack).toBeUndefined();
  expect(inspect(error, { colors: true })).not.toContain("    at ");
});
