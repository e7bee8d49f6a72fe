import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import {
  type RegisterResourceRequest,
  TransformResourceOptions,
} from "@pulumi/pulumi/proto/resource_pb";

/** The options of a registration as a transform sees them. */
export function optionsOf(
  request: RegisterResourceRequest,
  provider: string,
): TransformResourceOptions {
  const options = new TransformResourceOptions()
    .setImport(request.getImportid())
    .setDependsOnList(request.getDependenciesList())
    .setIgnoreChangesList(request.getIgnorechangesList())
    .setReplaceOnChangesList(request.getReplaceonchangesList())
    .setReplacementTrigger(request.getReplacementTrigger())
    .setVersion(request.getVersion())
    .setAliasesList(aliases(request))
    .setProvider(provider)
    .setHideDiffList(request.getHidediffsList())
    .setCustomTimeouts(request.getCustomtimeouts())
    .setPluginDownloadUrl(request.getPlugindownloadurl())
    .setDeletedWith(request.getDeletedwith())
    .setReplaceWithList(request.getReplaceWithList())
    .setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList())
    .setHooks(request.getHooks());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  }
  request.getProvidersMap().forEach((ref: string, pkg: string) => {
    options.getProvidersMap().set(pkg, ref);
  });
  return options;
}

/** Writes options that a transform answered with into a registration, all but what it depends on. */
export function setOptions(
  request: RegisterResourceRequest,
  options: TransformResourceOptions,
): void {
  request
    .setImportid(options.getImport())
    .setIgnorechangesList(options.getIgnoreChangesList())
    .setReplaceonchangesList(options.getReplaceOnChangesList())
    .setReplacementTrigger(options.getReplacementTrigger())
    .setVersion(options.getVersion())
    .setAliasurnsList([])
    .setAliasesList(options.getAliasesList())
    .setAliasspecs(true)
    .setProvider(options.getProvider())
    .setHidediffsList(options.getHideDiffList())
    .setCustomtimeouts(options.getCustomTimeouts())
    .setPlugindownloadurl(options.getPluginDownloadUrl())
    .setDeletedwith(options.getDeletedWith())
    .setReplaceWithList(options.getReplaceWithList())
    .setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList())
    .setHooks(options.getHooks())
    .setDeletebeforereplacedefined(options.hasDeleteBeforeReplace())
    .setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
  if (options.hasProtect()) request.setProtect(options.getProtect() ?? false);
  else request.clearProtect();
  if (options.hasRetainOnDelete()) request.setRetainondelete(options.getRetainOnDelete() ?? false);
  else request.clearRetainondelete();
  const providers = request.getProvidersMap();
  providers.clear();
  options.getProvidersMap().forEach((ref: string, pkg: string) => {
    providers.set(pkg, ref);
  });
}

/** All of a registration's aliases as specifications. */
function aliases(request: RegisterResourceRequest): Alias[] {
  const byUrn = request.getAliasurnsList().map((urn) => new Alias().setUrn(urn));
  return [...byUrn, ...request.getAliasesList().map((alias) => specified(alias, request))];
}

/** Programs that do not follow the specification mean the opposite by "no parent". */
function specified(alias: Alias, request: RegisterResourceRequest): Alias {
  if (request.getAliasspecs() || !alias.getSpec()) return alias;
  const result = Alias.deserializeBinary(alias.serializeBinary());
  const spec = result.getSpec();
  if (spec && !spec.getParenturn()) spec.setNoparent(!spec.getNoparent());
  return result;
}
