import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Alias as WireAlias } from "@pulumi/pulumi/proto/alias_pb";
import type {
  ReadResourceRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { StackFrame as SourceFrame, SourcePosition } from "@pulumi/pulumi/proto/source_pb";

import { UnsupportedError, UserError } from "../errors";
import type { Alias, Goal } from "../plan/goal";
import { seconds } from "../resource/duration";
import type { CustomTimeouts, StackFrame } from "../resource/state";
import { fromWire, valueFromWire } from "../resource/wire";
import { isOwnFile } from "./own-frames";

/** Reads a registration. What this engine cannot do is an error: nothing is silently left out. */
export function goalFromRequest(request: RegisterResourceRequest, root: string): Goal {
  refuseUnsupported(request);
  const inputs = fromWire(request.getObject());
  const dependencies = request.getDependenciesList().sort();
  const trigger = request.getReplacementTrigger();
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs,
    parent: request.getParent() || undefined,
    protect: request.hasProtect() ? request.getProtect() : undefined,
    dependencies,
    provider: request.getProvider(),
    propertyDependencies: propertyDependencies(request, Object.keys(inputs), dependencies),
    deleteBeforeReplace:
      request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()
        ? request.getDeletebeforereplace()
        : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: aliases(request),
    importId: request.getImportid(),
    customTimeouts: timeouts(request.getCustomtimeouts()),
    replaceOnChanges: request.getReplaceonchangesList(),
    replacementTrigger: trigger && valueFromWire(trigger),
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith(),
    replaceWith: request.getReplaceWithList(),
    ...sourceOf(request, root),
    hideDiff: request.getHidediffsList(),
  };
}

function refuseUnsupported(request: RegisterResourceRequest): void {
  const hooks = request.getHooks()?.toObject();
  const unsupported: [string, boolean][] = [
    ["remote components", request.getRemote()],
    ["resource hooks", Object.values(hooks ?? {}).some((names) => names.length > 0)],
    ["parameterized packages", request.getPackageref() !== ""],
    ["the resource option `envVarMappings`", request.getEnvvarmappingsMap().getLength() > 0],
    ["state migrations", request.getStateMigrationsList().length > 0],
  ];
  for (const [feature, used] of unsupported) if (used) throw new UnsupportedError(feature);
}

function propertyDependencies(
  request: RegisterResourceRequest,
  properties: string[],
  dependencies: string[],
): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  const wire = request.getPropertydependenciesMap();
  // A program that does not say which property needs what says that every one needs everything.
  if (wire.getLength() === 0) for (const name of properties) result[name] = dependencies;
  wire.forEach((value: RegisterResourceRequest.PropertyDependencies, name: string) => {
    result[name] = value.getUrnsList().sort();
  });
  return result;
}

function aliases(request: RegisterResourceRequest): Alias[] {
  const byUrn = request.getAliasurnsList().map((urn): Alias => ({ urn }));
  const specs = request.getAliasesList();
  return [...byUrn, ...specs.map((alias) => aliasFromWire(alias, request.getAliasspecs()))];
}

function aliasFromWire(alias: WireAlias, followsSpecification: boolean): Alias {
  const spec = alias.getSpec();
  if (!spec) return { urn: alias.getUrn() };
  // Programs that do not follow the specification mean the opposite by "no parent".
  const noParent = followsSpecification ? spec.getNoparent() : !spec.getNoparent();
  return {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parentUrn: spec.getParenturn(),
    noParent: spec.getParenturn() === "" && noParent,
  };
}

function timeouts(wire: RegisterResourceRequest.CustomTimeouts | undefined): CustomTimeouts {
  const result: CustomTimeouts = {};
  if (wire?.getCreate()) result.create = timeout(wire.getCreate());
  if (wire?.getUpdate()) result.update = timeout(wire.getUpdate());
  if (wire?.getDelete()) result.delete = timeout(wire.getDelete());
  if (wire?.getRead()) result.read = timeout(wire.getRead());
  return result;
}

function timeout(duration: string): number {
  const result = seconds(duration);
  if (result !== undefined) return result;
  throw new UserError(`unable to parse customTimeout value '${duration}'`);
}

/** Where in the program a request came from, relative to the project. */
export function sourceOf(
  request: RegisterResourceRequest | ReadResourceRequest,
  root: string,
): { sourcePosition?: string; stackTrace?: StackFrame[] } {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  return {
    sourcePosition: position(request.getSourceposition(), root),
    stackTrace: frames.filter(isOfProgram).map((frame) => {
      const sourcePosition = position(frame.getPc(), root);
      return sourcePosition ? { sourcePosition } : {};
    }),
  };
}

function isOfProgram(frame: SourceFrame): boolean {
  const uri = frame.getPc()?.getUri();
  return !uri?.startsWith("file:") || !isOwnFile(fileURLToPath(uri));
}

function position(source: SourcePosition | undefined, root: string): string | undefined {
  if (!source?.getUri().startsWith("file:")) return undefined;
  const file = fileURLToPath(source.getUri());
  if (!isAbsolute(file)) return undefined;
  const path = relative(root, file).split(sep).map(encodeURIComponent).join("/");
  const column = source.getColumn() ? `,${source.getColumn()}` : "";
  return `project:///${path.replaceAll("%40", "@")}#${source.getLine()}${column}`;
}
