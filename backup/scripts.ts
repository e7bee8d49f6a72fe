import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BACKUP_KINDS, type BackupKind, formatOf, productOf } from "../components/backup/kinds";
import { isPacked } from "../components/databases/engine";

/** A file as it is put beside the others in a container. */
export interface Script {
  name: string;
  content: string;
}

/** What a container that makes backups of a database runs. */
export const makingScripts = (kind: BackupKind): Script[] => [
  ...common(kind, "common.sh", "dump.sh", "schedule.sh"),
  { name: "due.sh", content: read(join(__dirname, "../components/jobs/due.sh")) },
  ...ofKind(kind, "dump.sh"),
];

/** What a container runs that restores one, or lists them where no kind is given. */
export const restoringScripts = (kind: BackupKind | undefined): Script[] => [
  ...common(kind, "common.sh", "dump.sh", "restore.sh"),
  ...(kind ? ofKind(kind, "dump.sh", "restore.sh") : []),
];

const common = (kind: BackupKind | undefined, ...names: readonly string[]): Script[] => [
  { name: "engines.sh", content: enginesScript(kind) },
  ...names.map((name) => ({ name, content: read(join(__dirname, "scripts", name)) })),
];

function ofKind(kind: BackupKind, ...names: readonly string[]): Script[] {
  const { scripts, programs = [] } = formatOf(kind);
  const content = (name: string) => read(join(scripts, name));
  return [
    ...names.map((name) => ({ name: `engine-${name}`, content: content(name) })),
    ...programs.map((name) => ({ name, content: content(name) })),
  ];
}

const read = (file: string) => readFileSync(file, "utf8");

/** What the scripts have to know of all engines: what a file is may be none of the stack's own. */
function enginesScript(own: BackupKind | undefined): string {
  const dumps = BACKUP_KINDS.map((name) => ({ name, ...formatOf(name) }));
  const cases = (packed: boolean) =>
    dumps
      .filter((dump) => isPacked(dump) === packed)
      .map(({ name, signature }) => `    ${packed ? "*" : ""}'${signature}'*) say ${name} ;;`);
  return `# shellcheck shell=sh
SUFFIX='${own ? formatOf(own).suffix : ""}'
SUFFIXES='${dumps.map(({ suffix }) => suffix).join("|")}'
KINDS='${kinds()}'

# The engine that a dump was made by; empty for what is none.
engine_of() {
  case $(head -c 300 "$1" | tr -d '\\0') in
${cases(false).join("\n")}
    *) packed_engine_of "$1" ;;
  esac
}

packed_engine_of() {
  case $(gzip -dc "$1" 2>/dev/null | head -c 300 | tr -d '\\0') in
${cases(true).join("\n")}
  esac
}
`;
}

/** `MySQL or MariaDB (.sql.gz), nor of Redis (.rdb)` */
function kinds(): string {
  const products = new Map<string, string[]>();
  for (const kind of BACKUP_KINDS) {
    const end = formatOf(kind).suffix.slice(kind.length);
    products.set(end, [...(products.get(end) ?? []), productOf(kind)]);
  }
  return [...products].map(([end, names]) => `${names.join(" or ")} (${end})`).join(", nor of ");
}
