import { constants } from "node:fs";

const { S_IFMT, S_IFDIR, S_IFLNK, S_IFIFO, S_IFSOCK, S_IFCHR, S_IFBLK } = constants;

const TYPES: Record<number, string> = {
  [S_IFDIR]: "d",
  [S_IFLNK]: "L",
  [S_IFIFO]: "p",
  [S_IFSOCK]: "S",
  [S_IFCHR]: "Dc",
  [S_IFBLK]: "D",
};

/** Set-user-id, set-group-id and sticky bit, by their bit and Go's letter. */
const SPECIAL = [
  [0o4000, "u"],
  [0o2000, "g"],
  [0o1000, "t"],
] as const;

/**
 * A file's mode as Go writes it, `-rw-r--r--`: the context digest is made of it. Go's order of the
 * letters is its own: type, then the special bits, then the rights.
 *
 * Source: https://pkg.go.dev/io/fs#FileMode
 */
export function goFileMode(mode: number): string {
  const type = TYPES[mode & S_IFMT] ?? "";
  const special = SPECIAL.filter(([bit]) => mode & bit).map(([, letter]) => letter);
  const [device = "", character = ""] = type.startsWith("D") ? type : [type];
  const letters = `${device}${special.slice(0, 2).join("")}${character}${special.slice(2).join("")}`;
  const rights = [..."rwxrwxrwx"].map((letter, i) => (mode & (1 << (8 - i)) ? letter : "-"));
  return `${letters || "-"}${rights.join("")}`;
}
