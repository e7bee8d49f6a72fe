import { isMap, ResourceReference, Secret, type Value, type ValueMap } from "../resource/value";

/** A resource to be written as a piece of a program. */
export interface ProgramResource {
  type: string;
  name: string;
  inputs: ValueMap;
  protect: boolean;
}

/** The lines of a TypeScript program that declares these resources. */
export function renderProgram(resources: readonly ProgramResource[]): string[] {
  const packages = new Set(resources.map(({ type }) => type.split(":")[0] ?? ""));
  return [
    'import * as pulumi from "@pulumi/pulumi";',
    ...[...packages].sort().map((pkg) => `import * as ${identifier(pkg)} from "@pulumi/${pkg}";`),
    ...resources.flatMap((resource) => ["", ...renderResource(resource)]),
  ];
}

function renderResource({ type, name, inputs, protect }: ProgramResource): string[] {
  const args = literal(inputs, "");
  const options = protect ? ", {\n    protect: true,\n}" : "";
  const call = `new ${constructorOf(type)}(${JSON.stringify(name)}, ${args}${options});`;
  return `const ${identifier(name)} = ${call}`.split("\n");
}

/** `docker:index/network:Network` is `docker.Network`, `aws:ec2/vpc:Vpc` is `aws.ec2.Vpc`. */
function constructorOf(type: string): string {
  const [pkg = "", module = "", name = ""] = type.split(":");
  const head = module.split("/")[0];
  const path = head && head !== "index" ? [head] : [];
  return [identifier(pkg), ...path, name].join(".");
}

/** A name for a variable: what cannot be in one starts a new word. */
function identifier(name: string): string {
  const words = name.split(/[^A-Za-z0-9_$]+/).filter(Boolean);
  const joined = words
    .map((word, index) => (index ? word.charAt(0).toUpperCase() + word.slice(1) : word))
    .join("");
  return /^[A-Za-z_$]/.test(joined) ? joined : `_${joined}`;
}

function literal(value: Value, indent: string): string {
  // Whoever copies the program has the secret, the screen is not to have it.
  if (value instanceof Secret) return 'pulumi.secret("[secret]")';
  if (value instanceof ResourceReference) return JSON.stringify(value.urn);
  if (Array.isArray(value)) return list(value, indent);
  if (!isMap(value)) return JSON.stringify(value);
  const inner = `${indent}    `;
  const lines = Object.entries(value)
    .filter(([key]) => !key.startsWith("__"))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${inner}${property(key)}: ${literal(item, inner)},\n`);
  return lines.length ? `{\n${lines.join("")}${indent}}` : "{}";
}

/** A list of objects, and one of a single item, has no lines of its own, as the official CLI writes it. */
function list(items: Value[], indent: string): string {
  if (items.length === 1 || (items.length && items.every(isMap))) {
    return `[${items.map((item) => literal(item, indent)).join(", ")}]`;
  }
  const inner = `${indent}    `;
  const lines = items.map((item) => `${inner}${literal(item, inner)},\n`);
  return lines.length ? `[\n${lines.join("")}${indent}]` : "[]";
}

function property(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
