import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Encrypted } from "./encrypted";
import { placeAt } from "./meta";
import { formatPath } from "./path";

/** Shorter texts are in everything, and are only looked for where a variable is set to them. */
const SHORTEST = 4;

/**
 * Keeps what was encrypted in a stack file secret in every resource and in the outputs of components and
 * the stack: in the state, in previews, and in what others read. Resources are given values, not settings,
 * so it is looked for by its text.
 */
export function keepSecret(encrypted: readonly Encrypted[]): void {
  // Without a stack, as in tests, there is no state either.
  if (encrypted.length === 0 || !pulumi.runtime.getStackResource()) return;
  pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
    props: concealed(props, encrypted) as pulumi.Inputs,
    opts,
  }));
  keepOutputsSecret(encrypted);
}

/** The part of a component, and of the stack, which is one, that sends its outputs. */
interface Registering {
  registerOutputs(outputs?: pulumi.Inputs | Promise<pulumi.Inputs> | pulumi.Output<unknown>): void;
}

/** The same of what components and the stack put out, of which no transformation knows. */
export function keepOutputsSecret(encrypted: readonly Encrypted[]): void {
  const component = pulumi.ComponentResource.prototype as unknown as Registering;
  const { registerOutputs } = component;
  component.registerOutputs = function (outputs) {
    registerOutputs.call(this, concealedOutputs(outputs, encrypted) as pulumi.Inputs);
  };
}

/** Like `concealed`, and into outputs and promises, too. */
function concealedOutputs(value: unknown, encrypted: readonly Encrypted[], key = ""): unknown {
  if (value instanceof Promise || pulumi.Output.isInstance(value)) {
    return pulumi.output(value).apply((known) => concealed(known, encrypted, key));
  }
  if (Array.isArray(value)) return value.map((item) => concealedOutputs(item, encrypted, key));
  if (!isPlainObject(value)) return concealed(value, encrypted, key);
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, it]) => [name, concealedOutputs(it, encrypted, name)]),
  );
}

/** The same inputs, with what has an encrypted value in it marked as a secret. */
export function concealed(value: unknown, encrypted: readonly Encrypted[], key = ""): unknown {
  if (typeof value === "string") {
    return encrypted.some((one) => reveals(value, key, one)) ? pulumi.secret(value) : value;
  }
  if (Array.isArray(value)) return value.map((item) => concealed(item, encrypted, key));
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, it]) => [name, concealed(it, encrypted, name)]));
}

function reveals(value: string, key: string, { path, text }: Encrypted): boolean {
  if (text.length >= SHORTEST) return value.includes(text);
  const name = path.at(-1);
  return value === `${name}=${text}` || (key === name && value === text);
}

/** Outputs, assets and resources are left to who made them. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** What is to be said of encrypted values that others see all the same; undefined where there are none. */
export function shownToOthers(
  encrypted: readonly Encrypted[],
  root: z.ZodType,
): string | undefined {
  const paths = new Map<string, string[]>();
  for (const { path } of encrypted) {
    const shown = placeAt(root, path)?.meta?.shown;
    if (shown) paths.set(shown, [...(paths.get(shown) ?? []), formatPath(path)]);
  }
  const lines = [...paths].map(
    ([shown, names]) =>
      `${names.join(", ")}: encrypted in the stack file and in the state, but ${shown}`,
  );
  return lines.length > 0 ? lines.join("\n") : undefined;
}
