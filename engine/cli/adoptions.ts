import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";

import type { Project } from "../config/project";
import { UnsupportedError, UserError } from "../errors";
import type { Adoption } from "../execute/adopt";
import type { ProviderChoice } from "../protocol/monitor";
import type { ResourceState } from "../resource/state";
import { formatProviderRef, packageOf } from "../resource/urn";
import type { Invocation } from "./flags";

const ENTRY = z.strictObject({
  type: z.string(),
  name: z.string(),
  id: z.string(),
  parent: z.string().optional(),
  provider: z.string().optional(),
  version: z.string().optional(),
});

const FILE = z.strictObject({
  /** URNs by the names that `parent` and `provider` go by. */
  nameTable: z.record(z.string(), z.string()).optional(),
  resources: z.array(ENTRY),
});

type Entry = z.infer<typeof ENTRY>;
type ImportFile = z.infer<typeof FILE>;

/** The resources that `import` names, on the command line or in a file. */
export async function readAdoptions(
  invocation: Invocation,
  project: Project,
  resources: readonly ResourceState[],
): Promise<Adoption[]> {
  const { nameTable = {}, resources: entries } = await readEntries(invocation);
  const protect = invocation.text("protect") !== "false";
  const urnOf = (name: string | undefined) => {
    if (name === undefined) return undefined;
    const urn = nameTable[name] ?? name;
    if (resources.some((state) => state.urn === urn)) return urn;
    throw new UserError(`no resource '${urn}' found, which '${name}' stands for`);
  };
  return entries.map((entry) => ({
    ...{ type: entry.type, name: entry.name, id: entry.id, protect, parent: urnOf(entry.parent) },
    provider: choiceFor(entry, urnOf(entry.provider), project, resources),
  }));
}

async function readEntries(invocation: Invocation): Promise<ImportFile> {
  const path = invocation.text("file");
  if (path === undefined) return fromArguments(invocation);
  if (invocation.args.length) {
    throw new UserError(
      "an inline resource may not be specified in conjunction with an import file",
    );
  }
  return parseImportFile(await readFile(path, "utf8"));
}

/** Reads the JSON text of a file of resources to import. */
export function parseImportFile(text: string): ImportFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(`could not read import file: ${(error as Error).message}`);
  }
  const parsed = FILE.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") ?? "";
  if (issue?.code === "unrecognized_keys")
    throw new UnsupportedError(`\`${issue.keys[0]}\` in an import file`);
  throw new UserError(`could not read import file: ${where}: ${issue?.message}`);
}

function fromArguments({ args, text }: Invocation): ImportFile {
  const [type, name, id] = args;
  if (type === undefined || name === undefined || id === undefined) {
    const missing = ["type", "name", "id"]
      .slice(args.length)
      .join(", ")
      .replace(/, id$/, " and id");
    throw new UserError(
      `an inline resource must be specified if no import file is used, missing ${missing}`,
    );
  }
  const [parent, provider] = [text("parent"), text("provider")].map((given) => given?.split("="));
  const named = [parent, provider].flatMap((pair) => (pair ? [pair] : []));
  return {
    nameTable: Object.fromEntries(named.map(([variable, urn]) => [variable, urn ?? variable])),
    resources: [{ type, name, id, parent: parent?.[0], provider: provider?.[0] }],
  };
}

function choiceFor(
  { type, version }: Entry,
  urn: string | undefined,
  project: Project,
  resources: readonly ResourceState[],
): ProviderChoice {
  const provider = resources.find((state) => urn !== undefined && state.urn === urn);
  const ref = provider ? formatProviderRef(provider) : "";
  const installed = installedPackage(packageOf(type), project);
  return { ...installed, ref, ...(version ? { version } : {}) };
}

/** The version that the program will ask for, so that both mean the same default provider. */
function installedPackage(pkg: string, { root }: Project) {
  try {
    const load = createRequire(join(root, "index.js"));
    const { version, pulumi } = load(`@pulumi/${pkg}/package.json`) as {
      version: string;
      pulumi?: { version?: string; server?: string };
    };
    return { version: pulumi?.version ?? version, pluginDownloadUrl: pulumi?.server ?? "" };
  } catch {
    return { version: "", pluginDownloadUrl: "" };
  }
}
