import type { z } from "zod";
import { shellWord } from "../shared/shell-word";
import { GUIDE } from "./docs-guide";
import { markdownTable } from "./markdown-table";
import { metaOf, type SettingMeta, shapeOf, walk } from "./meta";
import { formatPath, type Path } from "./path";
import { settingsSchema } from "./schema";

/** A setting as the documentation shows it. */
export interface DocumentedSetting {
  path: readonly string[];
  meta: SettingMeta;
}

/** Every setting with its documentation, in the order of the schemas. */
export function documentedSettings(): DocumentedSetting[] {
  const settings: DocumentedSetting[] = [];
  walk(settingsSchema, (path, schema) => {
    const meta = metaOf(schema);
    if (meta) settings.push({ path, meta });
  });
  return settings;
}

/** The whole of docs/settings.md. */
export function renderDocs(): string {
  const settings = documentedSettings();
  const groups = Object.entries(shapeOf(settingsSchema) ?? {}).filter(([, schema]) =>
    isGroup(schema),
  );
  const names = new Set(groups.map(([name]) => name));
  const top = settings.filter(({ path }) => !names.has(path[0] as string));
  return [
    GUIDE,
    section("At the top", top),
    ...groups.map(([name]) =>
      section(
        `\`${name}\``,
        settings.filter(({ path }) => path[0] === name),
      ),
    ),
  ].join("\n");
}

const isGroup = (schema: z.ZodType) => shapeOf(schema) !== undefined;

const HEADER = ["Key", "What it does", "Accepted", "Default in dev", "Default in prod"];

function section(title: string, settings: readonly DocumentedSetting[]): string {
  return [
    `## ${title}`,
    "",
    markdownTable(HEADER, settings.map(row)),
    "",
    "```sh",
    ...settings.map(exampleCommand),
    "```",
    "",
  ].join("\n");
}

function row({ path, meta }: DocumentedSetting): string[] {
  const { dev, prod } = defaultsOf(meta);
  return [`\`${formatPath(path)}\``, meta.description, meta.accepted, dev, prod];
}

/** The documented defaults of both modes. */
export function defaultsOf({ defaults }: SettingMeta): { dev: string; prod: string } {
  if (!defaults) return { dev: "required", prod: "required" };
  return "both" in defaults ? { dev: defaults.both, prod: defaults.both } : defaults;
}

/** The command that sets the example. Pulumi asks for a secret. */
export function exampleCommand({ path, meta }: DocumentedSetting): string {
  const full: Path = meta.entry ? [...path, meta.entry.key] : path;
  return [
    "pulumi config set",
    ...(meta.secret ? ["--secret"] : []),
    ...(full.length > 1 ? ["--path"] : []),
    shellWord(formatPath(full)),
    ...(meta.secret ? [] : [shellWord(meta.example)]),
  ].join(" ");
}
