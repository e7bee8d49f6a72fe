import type * as pulumi from "@pulumi/pulumi";

/**
 * An error that Pulumi shows as its message alone: what is wrong, and what to do.
 *
 * It has no stack. Nobody reads it, and rendering the stack of an error that was thrown below a
 * stack's root takes Node 20 about 20 s and 1.7 GB (https://github.com/pulumi/pulumi/issues/21326).
 */
export function userError(message: string): pulumi.RunError {
  // The SDK takes a third of a second to load, which commands without an error need not wait for.
  const { RunError } = require("@pulumi/pulumi") as typeof pulumi;
  return Object.assign(new RunError(message), { stack: undefined });
}
