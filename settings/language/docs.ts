import type { z } from "zod";
import { shellWord } from "../../shared/shell-word";
import { shownDefault } from "./docs-default";
import { markdownTable } from "./markdown-table";
import { ENTRY_NAME, entriesOf, metaOf, placeAt, type SettingMeta, shapeOf, walk } from "./meta";
import { formatPath, type Path } from "./path";

/** A setting as the documentation shows it. */
export interface DocumentedSetting {
  /** Its keys; `NAME` for the name of a map's entry. */
  path: readonly string[];
  meta: SettingMeta;
  /** The same with the names of the examples. */
  place: readonly string[];
}

/** Every setting with its documentation, in the order of the schemas. */
export function documentedSettings(root: z.ZodType): DocumentedSetting[] {
  const settings: DocumentedSetting[] = [];
  walk(root, (path, schema) => {
    const meta = metaOf(schema);
    if (meta) settings.push({ path, meta, place: exampleNames(path, root) });
  });
  return settings;
}

const exampleNames = (path: readonly string[], root: z.ZodType): string[] =>
  path.map((key, index) => {
    const map = key === ENTRY_NAME ? placeAt(root, path.slice(0, index)) : undefined;
    return String(map?.meta?.entry?.key ?? key);
  });

/** A table for what is at the top, and one for each group, in the order of the schemas. */
export function renderTables(root: z.ZodType): string {
  const settings = documentedSettings(root);
  const groups = Object.entries(shapeOf(root) ?? {}).filter(([, schema]) => isGroup(schema));
  const names = new Set(groups.map(([name]) => name));
  const top = settings.filter(({ path }) => !names.has(path[0] as string));
  return [
    section("At the top", top, root),
    ...groups.map(([name]) =>
      section(
        `\`${name}\``,
        settings.filter(({ path }) => path[0] === name),
        root,
      ),
    ),
  ].join("\n");
}

const isGroup = (schema: z.ZodType) => (shapeOf(schema) ?? entriesOf(schema)) !== undefined;

const HEADER = ["Key", "What it does", "Accepted", "Default in dev", "Default in prod"];

function section(title: string, settings: readonly DocumentedSetting[], root: z.ZodType): string {
  return [
    `## ${title}`,
    "",
    markdownTable(
      HEADER,
      settings.map((setting) => row(setting, root)),
    ),
    "",
    "```sh",
    ...settings.filter(hasExample).map(exampleCommand),
    "```",
    "",
  ].join("\n");
}

const row = ({ path, meta }: DocumentedSetting, root: z.ZodType): string[] => [
  `\`${formatPath(path)}\``,
  meta.description,
  meta.accepted,
  shownDefault(meta, "dev", root),
  shownDefault(meta, "prod", root),
];

/** Whether one command sets an example: for a map of groups without a short form, those of its settings do. */
export const hasExample = ({ meta }: DocumentedSetting): boolean =>
  meta.secret === true || meta.example !== undefined;

/** The command that sets the example. Pulumi asks for a secret. */
export function exampleCommand({ meta, place }: DocumentedSetting): string {
  const example: Path = meta.entry ? [...place, meta.entry.key] : place;
  return [
    "pulumi config set",
    ...(meta.secret ? ["--secret"] : []),
    ...(example.length > 1 ? ["--path"] : []),
    shellWord(formatPath(example)),
    ...(meta.secret ? [] : [shellWord(meta.example ?? "")]),
  ].join(" ");
}
