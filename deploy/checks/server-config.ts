import { databaseEngine } from "../../components/databases";
import { configFileOf } from "../../settings";
import { configLinesOf } from "../server-config";
import type { ServerConfig } from "./tried-servers";

/** A secret of a Swarm must be smaller than this, and no configuration is near it. */
const MOST_BYTES = 500_000;

/** Everything that is wrong with a configuration, one line each; what it says is not shown. */
export function serverConfigProblems(
  { key, engine, config }: ServerConfig,
  stack: string,
): string[] {
  const file = configFileOf(config);
  const set = `pulumi config set --stack ${stack} --path ${key}`;
  let lines: string;
  try {
    lines = configLinesOf(config);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [
      `${key}: ${file} cannot be read (${code}); set another file: ${set} FILE, or lines, such as: ${set} "max_allowed_packet = 256M"`,
    ];
  }
  const where = file === undefined ? "" : `${file}, `;
  if (Buffer.byteLength(lines) > MOST_BYTES || /[\0\uFFFD]/.test(lines)) {
    return [
      `${key}: ${where || "what is given "}is no configuration; accepted: text in UTF-8 of at most 500 kB: ${set} FILE`,
    ];
  }
  const { options, own } = databaseEngine(engine).config;
  return options(lines)
    .filter(({ name }) => own.has(name))
    .map(
      ({ name, line }) =>
        `${key}: ${where}line ${line} sets ${name}, which Berth sets itself; leave that line out`,
    );
}
