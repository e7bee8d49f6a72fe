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
