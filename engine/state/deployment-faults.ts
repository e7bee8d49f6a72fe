import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../resource/signatures";

type Check = (value: unknown) => boolean;

const isObject: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const areTexts: Check = (value) => Array.isArray(value) && value.every(isText);

/** What a resource's fields have to be where they are there; those that are not listed may be anything. */
const FIELDS: Readonly<Record<string, Check>> = {
  ...fields(isText, ["id", "parent", "provider", "importID", "deletedWith", "created", "modified"]),
  ...fields(isFlag, ["custom", "delete", "protect", "external", "retainOnDelete"]),
  ...fields(isFlag, ["pendingReplacement"]),
  ...fields(areTexts, ["dependencies", "initErrors", "additionalSecretOutputs", "aliases"]),
  ...fields(areTexts, ["replaceWith", "ignoreChanges", "replaceOnChanges"]),
  ...fields(isObject, ["inputs", "outputs", "customTimeouts"]),
  propertyDependencies: (value) =>
    isObject(value) &&
    Object.values(value as object).every((urns) => urns === null || areTexts(urns)),
};

function fields(check: Check, names: readonly string[]): Record<string, Check> {
  return Object.fromEntries(names.map((name) => [name, check]));
}

/** Whether a text is the name of a resource: `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
const isUrn: Check = (value) =>
  isText(value) && /^urn:pulumi:[^:]*::[^:]*::.+::/s.test(String(value));

/**
 * What is wrong with a deployment as JSON has it, or undefined: what passes can be read without a
 * surprise.
 */
export function deploymentFault(deployment: unknown): string | undefined {
  if (deployment === undefined || deployment === null) return undefined;
  if (!isObject(deployment)) return "its deployment is no object";
  const {
    resources,
    pending_operations: pending,
    secrets_providers: secrets,
  } = deployment as {
    [field: string]: unknown;
  };
  return (
    listFault("resources", resources, (value) => resourceFault(value)) ??
    listFault("pending_operations", pending, pendingFault) ??
    secretsFault(secrets)
  );
}

function listFault(
  name: string,
  list: unknown,
  faultOf: (value: unknown) => string | undefined,
): string | undefined {
  if (list === undefined || list === null) return undefined;
  if (!Array.isArray(list)) return `its ${name} are no list`;
  for (const [index, value] of list.entries()) {
    const fault = faultOf(value);
    if (fault) return `${name}[${index}] ${fault}`;
  }
  return undefined;
}

function resourceFault(resource: unknown): string | undefined {
  if (!isObject(resource)) return "is no object";
  const { urn, type, ...others } = resource as Record<string, unknown>;
  if (!isUrn(urn)) return "has no urn";
  if (!isText(type) || type === "") return `(${urn}) has no type`;
  const wrong = Object.entries(others).find(
    ([name, value]) => value !== null && FIELDS[name]?.(value) === false,
  );
  if (wrong) return `(${urn}) has a wrong value for ${wrong[0]}`;
  return [others.inputs, others.outputs].some(hasBrokenSecret)
    ? `(${urn}) has a secret without its text`
    : undefined;
}

/** A secret has its encrypted or its plain text. */
function hasBrokenSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { [SIGNATURE_KEY]: kind, ciphertext, plaintext } = value as Record<string, unknown>;
  if (kind === SECRET_SIGNATURE) return !isText(ciphertext) && !isText(plaintext);
  return Object.values(value).some(hasBrokenSecret);
}

const KINDS = ["creating", "updating", "deleting", "reading", "importing"];

function pendingFault(operation: unknown): string | undefined {
  if (!isObject(operation)) return "is no object";
  const { resource, type } = operation as { resource?: unknown; type?: unknown };
  if (!KINDS.includes(String(type))) return "is of no kind that there is";
  return resourceFault(resource);
}

function secretsFault(secrets: unknown): string | undefined {
  if (secrets === undefined || secrets === null) return undefined;
  const { type, state } = isObject(secrets) ? (secrets as { [field: string]: unknown }) : {};
  if (!isText(type)) return "its secrets_providers have no type";
  const salt = isObject(state) ? (state as { salt?: unknown }).salt : undefined;
  return type === "passphrase" && !isText(salt) ? "its secrets_providers have no salt" : undefined;
}
