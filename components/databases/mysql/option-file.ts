import type { OptionLine } from "../engine";

/**
 * What MySQL's and MariaDB's servers and clients read last: the character set of a client that a person
 * starts, and the person's own lines, which are the server's unless they name a group.
 */
export function optionFile(config = ""): string {
  const client = "[mysql]\ndefault-character-set=utf8mb4\n";
  const [first = ""] = config.split("\n").filter((line) => /^\s*[^\s#;]/.test(line));
  const group = first === "" || /^\s*\[/.test(first) ? "" : "[mysqld]\n";
  return config === "" ? client : `${client}\n${group}${config.trimEnd()}\n`;
}

/** The groups of an option file that servers read, with a version at their ends or without. */
const SERVER_GROUP = /^\[(?:mysqld|mariadbd?|server)(?:-[\d.]+)?\]/;

/** The options that lines set for the server, as its manual writes them. */
export function optionsOf(lines: string): OptionLine[] {
  let isServers = true;
  return lines.split("\n").flatMap((raw, index) => {
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
