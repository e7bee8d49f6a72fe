import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DATABASE_NAMES, type DatabaseEngineName, databaseEngine } from "../components/databases";
import { isPacked } from "../components/databases/engine";

/** A file as it is put beside the others in a container. */
export interface Script {
  name: string;
  content: string;
}

/** What a container that makes backups of a database runs. */
export const makingScripts = (engine: DatabaseEngineName): Script[] => [
  ...common(engine, "common.sh", "dump.sh", "schedule.sh"),
  ofEngine(engine, "dump.sh"),
];

/** What a container runs that restores one, or lists them where no engine is given. */
export const restoringScripts = (engine: DatabaseEngineName | undefined): Script[] => [
  ...common(engine, "common.sh", "dump.sh", "restore.sh"),
  ...(engine ? [ofEngine(engine, "dump.sh"), ofEngine(engine, "restore.sh")] : []),
];

const common = (engine: DatabaseEngineName | undefined, ...names: readonly string[]): Script[] => [
  { name: "engines.sh", content: enginesScript(engine) },
  ...names.map((name) => ({ name, content: read(join(__dirname, "scripts", name)) })),
];

const ofEngine = (engine: DatabaseEngineName, name: string): Script => ({
  name: `engine-${name}`,
  content: read(join(databaseEngine(engine).backup.scripts, name)),
});

const read = (file: string) => readFileSync(file, "utf8");

/** What the scripts have to know of all engines: what a file is may be none of the stack's own. */
function enginesScript(own: DatabaseEngineName | undefined): string {
  const dumps = DATABASE_NAMES.map((name) => ({ name, ...databaseEngine(name).backup }));
  const cases = (packed: boolean) =>
    dumps
      .filter((dump) => isPacked(dump) === packed)
      .map(({ name, signature }) => `    ${packed ? "*" : ""}'${signature}'*) say ${name} ;;`);
  return `# shellcheck shell=sh
SUFFIX='${own ? databaseEngine(own).backup.suffix : ""}'
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
  for (const name of DATABASE_NAMES) {
    const { product, backup } = databaseEngine(name);
    const end = backup.suffix.slice(name.length);
    products.set(end, [...(products.get(end) ?? []), product]);
  }
  return [...products].map(([end, names]) => `${names.join(" or ")} (${end})`).join(", nor of ");
}
