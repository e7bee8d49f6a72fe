import { type DatabaseEngineName, databaseEngine } from "../../../../components/databases";
import type { ComposeService } from "../read/model";
import type { Ledger } from "./plan";

/** Options of a server's command line as lines of its configuration. */
export function configOf(
  name: string,
  { command }: ComposeService,
  engine: DatabaseEngineName,
  to: string,
  ledger: Ledger,
): string | undefined {
  if (!command?.length) return undefined;
  const { config } = databaseEngine(engine);
  const options = config.optionsOfCommand(command);
  const lines = options
    .filter(([key]) => !GENERATED.test(key))
    .map(([key, value]) => config.line(key, value))
    .filter((text) => !isOwn(engine, text));
  if (lines.length === 0) {
    ledger.left(
      name,
      "command",
      options.length > 0
        ? "Berth sets this itself"
        : `no options were found in ${JSON.stringify(command.join(" "))}; write them as lines in ${to}.config`,
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
function isOwn(engine: DatabaseEngineName, text: string): boolean {
  const { options, own } = databaseEngine(engine).config;
  return options(text).some(({ name }) => own.has(name));
}
