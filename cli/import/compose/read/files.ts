import { readFileSync, statSync } from "node:fs";
import { fileReason } from "../../../../shared/file-reason";

/** The files that a reading may look at. */
export interface Files {
  /** A file's text, or in words why there is none. */
  read(path: string): { text: string } | { missing: string };
  isFile(path: string): boolean;
}

export const REAL_FILES: Files = {
  read(path) {
    try {
      return { text: readFileSync(path, "utf8") };
    } catch (error) {
      return { missing: fileReason(error as NodeJS.ErrnoException) };
    }
  },
  isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
};
