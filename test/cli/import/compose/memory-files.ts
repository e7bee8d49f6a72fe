import { resolve } from "node:path";
import type { Files } from "../../../../cli/import/compose/read/files";

/** Files of a project at /p that are on no disk. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files {
  const all = new Map(Object.entries(texts).map(([name, text]) => [resolve("/p", name), text]));
  return {
    read(path) {
      const text = all.get(path);
      return text === undefined ? { missing: "there is no such file" } : { text };
    },
    isFile: (path) => all.has(path),
  };
}
