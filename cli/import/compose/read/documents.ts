import type { Mapping } from "../../../../shared/yaml-file";
import { canonical } from "./canonical";
import type { Files } from "./files";
import type { Key, Places, Position } from "./places";
import { composeError } from "./problem";
import { schemaProblem } from "./schema";
import type { Variables } from "./variables";
import { yamlValues } from "./yaml-values";

export interface Loading {
  files: Files;
  places: Places;
  variables: Variables;
  /** What relative paths of the host are relative to. */
  folder: string;
  /** Files that are being included, from the outermost on. */
  including: readonly string[];
}

/** A document of a file in its long form, its `extends` and `include` as they were written. */
export interface LoadedDocument {
  value: Mapping;
  resets: readonly (readonly Key[])[];
}

/** The documents of one file, filled in and in their long form. */
export function loadDocuments(name: string, loading: Loading, from?: Position): LoadedDocument[] {
  const { files, places, variables, folder } = loading;
  const content = files.read(name);
  if ("missing" in content) {
    throw composeError(from, [], `${name} cannot be read: ${content.missing}`);
  }
  return yamlValues(name, content.text, places).map(({ value, resets }) => {
    const filled = variables.fillIn(value, places);
    const wrong = schemaProblem(name, filled, places);
    if (wrong) throw wrong;
    return { value: canonical(filled, folder, places), resets };
  });
}
