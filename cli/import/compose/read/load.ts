import { dirname, join, resolve } from "node:path";
import { asMapping, type Mapping } from "../../../../shared/yaml-file";
import { type LoadedDocument, type Loading, loadDocuments } from "./documents";
import { applyExtends } from "./extends";
import { merge, withoutPaths } from "./merge";
import { composeError } from "./problem";
import { envFiles, type Variables } from "./variables";

/**
 * Reads Compose files and merges them in their order.
 *
 * @throws UserError with file and line.
 */
export function loadFiles(names: readonly string[], loading: Loading): Mapping {
  let merged: Mapping = {};
  for (const name of names) {
    for (const document of loadDocuments(name, loading)) {
      const included = applyIncludes(name, document, loading);
      const whole = applyExtends(name, { ...document, value: included }, loading);
      const base = withoutPaths(merged, document.resets, loading.places);
      merged = merge(base, whole, [], loading.places) as Mapping;
    }
  }
  for (const service of Object.values(asMapping(merged.services)))
    defaultContext(service, loading.folder);
  return merged;
}

/** A build without a context has the folder of its project. */
function defaultContext(service: unknown, folder: string): void {
  const build = asMapping(service).build as Mapping | null | undefined;
  if (build) build.context ??= folder;
}

interface Include extends Mapping {
  path: string | string[];
  project_directory?: string;
  env_file?: string | string[];
}

/** What a file includes, with the file's own words over it. */
function applyIncludes(name: string, { value, resets }: LoadedDocument, loading: Loading): Mapping {
  const { places, folder } = loading;
  const { include, ...own } = value;
  for (const key of Object.keys(own)) places.carry(value, key, own);
  let merged: Mapping = own;
  for (const [index, entry] of ((include ?? []) as unknown[]).entries()) {
    const given = (typeof entry === "string" ? { path: entry } : entry) as Include;
    const place = places.of(include, index);
    const paths = [given.path].flat().map((path) => resolve(folder, path));
    const [main = ""] = paths;
    const including = [...loading.including, name];
    if (including.includes(main)) {
      throw composeError(
        place,
        ["include", index],
        `given a circle: ${[...including, main].join(" includes ")}`,
      );
    }
    const home = given.project_directory ? resolve(folder, given.project_directory) : dirname(main);
    const variables = includedVariables(given, home, loading);
    for (const path of paths) {
      const content = loading.files.read(path);
      if ("missing" in content)
        throw composeError(place, ["include", index], `${path} cannot be read: ${content.missing}`);
    }
    const { name: _, ...resources } = loadFiles(paths, {
      ...loading,
      variables,
      folder: home,
      including,
    });
    merged = merge(withoutPaths(resources, resets, places), merged, [], places) as Mapping;
  }
  return merged;
}

function includedVariables(
  { env_file }: Include,
  home: string,
  { variables, files, folder }: Loading,
): Variables {
  const given = [env_file ?? []].flat().filter((name) => name !== "/dev/null");
  const standard = join(home, ".env");
  if (env_file === undefined && files.isFile(standard)) given.push(standard);
  return variables.with(
    envFiles(
      given.map((name) => resolve(folder, name)),
      variables,
      files,
    ),
  );
}
