import { configFileOf, type DatabaseSettings } from "../../settings";
import { configLinesOf } from "../server-config";

/** A database's configuration as it is given. */
export interface ServerConfig {
  engine: DatabaseSettings["engine"];
  /** Lines, or the path of a file with them. */
  config: string;
}

/** A secret of a Swarm must be smaller than this, and no configuration is near it. */
const MOST_BYTES = 500_000;

/** What would take the server away from its data, its app, its health check or its backups. */
const OWN = {
  sql: new Set([
    "basedir",
    "bind-address",
    "datadir",
    "init-file",
    "innodb-data-home-dir",
    "innodb-log-group-home-dir",
    "port",
    "skip-grant-tables",
    "skip-networking",
    "socket",
    "user",
  ]),
  redis: new Set([
    "aclfile",
    "appenddirname",
    "appendfilename",
    "appendonly",
    "bind",
    "cluster-enabled",
    "daemonize",
    "dir",
    "port",
    "replicaof",
    "requirepass",
    "slaveof",
  ]),
};

/** Everything that is wrong with a configuration, one line each; what it says is not shown. */
export function serverConfigProblems({ engine, config }: ServerConfig, stack: string): string[] {
  const file = configFileOf(config);
  const set = `pulumi config set --stack ${stack} --path database.config`;
  let lines: string;
  try {
    lines = configLinesOf(config);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [
      `database.config: ${file} cannot be read (${code}); set another file: ${set} FILE, or lines, such as: ${set} "max_allowed_packet = 256M"`,
    ];
  }
  const where = file === undefined ? "" : `${file}, `;
  if (Buffer.byteLength(lines) > MOST_BYTES || /[\0\uFFFD]/.test(lines)) {
    return [
      `database.config: ${where || "what is given "}is no configuration; accepted: text in UTF-8 of at most 500 kB: ${set} FILE`,
    ];
  }
  const named = engine === "redis" ? namesOfRedis(lines) : namesOfSql(lines);
  const own = engine === "redis" ? OWN.redis : OWN.sql;
  return named
    .filter(({ name }) => own.has(name))
    .map(
      ({ name, line }) =>
        `database.config: ${where}line ${line} sets ${name}, which Berth sets itself; leave that line out`,
    );
}

interface Named {
  name: string;
  /** From 1. */
  line: number;
}

/** The groups of an option file that servers read, with a version at their ends or without. */
const SERVER_GROUP = /^\[(?:mysqld|mariadbd?|server)(?:-[\d.]+)?\]/;

function namesOfSql(text: string): Named[] {
  let isServers = true;
  return text.split("\n").flatMap((raw, index) => {
    const line = raw.trim();
    if (line.startsWith("[")) isServers = SERVER_GROUP.test(line);
    const [written = ""] = line.split(/[\s=]/);
    const name = written
      .toLowerCase()
      .replaceAll("_", "-")
      .replace(/^(?:loose-)?/, "");
    return isServers && /^[a-z]/.test(name) ? [{ name, line: index + 1 }] : [];
  });
}

function namesOfRedis(text: string): Named[] {
  return text.split("\n").flatMap((line, index) => {
    const name = line.trim().split(/\s/)[0]?.toLowerCase() ?? "";
    return /^[a-z]/.test(name) ? [{ name, line: index + 1 }] : [];
  });
}
