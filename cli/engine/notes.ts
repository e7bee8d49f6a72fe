import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { asMapping, asText } from "../../shared/yaml-file";

/** What is worth keeping from one run to the next; all of it can be found out again. */
export interface Notes {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** Notes in a file. One that cannot be read or written only costs time. */
export function notesIn(file: string): Notes {
  const read = () => {
    try {
      return asMapping(JSON.parse(readFileSync(file, "utf8")));
    } catch {
      return {};
    }
  };
  return {
    get: (key) => asText(read()[key]),
    set: (key, value) => {
      try {
        mkdirSync(dirname(file), { recursive: true });
        const draft = `${file}.${process.pid}`;
        writeFileSync(draft, JSON.stringify({ ...read(), [key]: value }, null, 2));
        renameSync(draft, file);
      } catch {
        // A project that is mounted read-only works all the same.
      }
    },
  };
}
