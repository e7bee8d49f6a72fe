import { databaseEngine } from "../../../../components/databases";
import type { ComposeService } from "../read/model";
import type { DatabaseImage } from "./images";
import type { Ledger } from "./plan";

type Engine = DatabaseImage["engine"];

/** Options of a server's command line as lines of its configuration. */
export function configOf(
  name: string,
  { command }: ComposeService,
  engine: Engine,
  to: string,
  ledger: Ledger,
): string | undefined {
  if (!command?.length) return undefined;
  const text = command.join(" ");
  const options =
    engine === "postgres"
      ? postgresOptions(text)
      : engine === "redis"
        ? redisOptions(command)
        : sqlOptions(text);
  const lines = options
    .filter(([key]) => !GENERATED.test(key))
    .map(([key, value]) => line(engine, key, value))
    .filter((text) => !isOwn(engine, text));
  if (lines.length === 0) {
    ledger.left(
      name,
      "command",
      options.length > 0
        ? "Berth sets this itself"
        : `no options were found in ${JSON.stringify(text)}; write them as lines in ${to}.config`,
    );
    return undefined;
  }
  ledger.carried(
    name,
    "command",
    `${to}.config`,
    options.length > lines.length ? "without what Berth sets itself" : undefined,
  );
  return `${lines.join("\n")}\n`;
}

/** Passwords, and options that newer servers refuse. */
const GENERATED =
  /^(requirepass|masterauth|default[-_]authentication[-_]plugin|mysql[-_]native[-_]password|bind|port|protected-mode|skip-grant-tables)$/;

/** Whether a line sets what Berth sets itself, which the checks before an `up` refuse. */
function isOwn(engine: Engine, text: string): boolean {
  const { options, own } = databaseEngine(engine).config;
  return options(text).some(({ name }) => own.has(name));
}

const line = (engine: Engine, key: string, value: string | undefined) => {
  if (engine === "redis") return value === undefined ? key : `${key} ${value}`;
  if (engine === "postgres") return `${key} = '${(value ?? "on").replaceAll("'", "''")}'`;
  return value === undefined ? key : `${key} = ${value}`;
};

type Option = readonly [string, string | undefined];

const sqlOptions = (text: string): Option[] =>
  [...text.matchAll(/--([a-z][\w-]*)(?:=(\S+))?/gi)].map(([, key = "", value]) => [key, value]);

const postgresOptions = (text: string): Option[] =>
  [...text.matchAll(/(?:-c\s*|--)([a-z_][\w.]*)=("[^"]*"|\S+)/gi)].map(([, key = "", value]) => [
    key,
    value?.replaceAll('"', ""),
  ]);

function redisOptions(words: readonly string[]): Option[] {
  return words
    .join(" ")
    .split(/\s+--/)
    .slice(1)
    .map((option) => {
      const [key = "", ...value] = option.trim().split(/\s+/);
      return [key, value.join(" ").replaceAll('"', "") || undefined] as const;
    });
}
