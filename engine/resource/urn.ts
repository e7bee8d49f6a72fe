export const STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_PREFIX = "pulumi:providers:";

/** The parts of `urn:pulumi:stack::project::parentType$type::name`. */
export interface UrnParts {
  stack: string;
  project: string;
  qualifiedType: string;
  type: string;
  name: string;
}

/** Builds a URN. A parent's type becomes part of it, the stack's own type never does. */
export function makeUrn(
  stack: string,
  project: string,
  parent: string | undefined,
  type: string,
  name: string,
): string {
  const parentType = parent ? parseUrn(parent).qualifiedType : "";
  const prefix = parentType && parentType !== STACK_TYPE ? `${parentType}$` : "";
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

export function parseUrn(urn: string): UrnParts {
  const [head, project, qualifiedType, ...name] = urn.split("::");
  if (!head?.startsWith("urn:pulumi:") || !project || !qualifiedType || name.length === 0) {
    throw new Error(`invalid URN "${urn}"`);
  }
  return {
    stack: head.slice("urn:pulumi:".length),
    project,
    qualifiedType,
    type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

export function isProviderType(type: string): boolean {
  return type.startsWith(PROVIDER_PREFIX);
}

/** The type of the resource that stands for a package's provider. */
export function providerType(pkg: string): string {
  return PROVIDER_PREFIX + pkg;
}

/** The package that a type or a function token belongs to; for a provider's type the one it provides. */
export function packageOf(type: string): string {
  if (isProviderType(type)) return type.slice(PROVIDER_PREFIX.length);
  return type.slice(0, type.indexOf(":"));
}

/** A provider resource with its id, as resources refer to it. */
export interface ProviderRef {
  urn: string;
  id: string;
}

export function parseProviderRef(ref: string): ProviderRef {
  const at = ref.lastIndexOf("::");
  if (at < 0) throw new Error(`invalid provider reference "${ref}"`);
  return { urn: ref.slice(0, at), id: ref.slice(at + 2) };
}

export function formatProviderRef({ urn, id }: ProviderRef): string {
  return `${urn}::${id}`;
}

/** Providers that the engine makes by itself are kept out of sight. */
export function isDefaultProvider(urn: string): boolean {
  const { type, name } = parseUrn(urn);
  return isProviderType(type) && (name === "default" || name.startsWith("default_"));
}
