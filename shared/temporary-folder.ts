import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "./errors";
import { fileReason } from "./file-reason";

/**
 * Makes a folder of its own for temporary files, which whoever asks for it removes.
 *
 * @throws UserError where the system has no place for one.
 */
export function temporaryFolder(prefix: string): string {
  try {
    return mkdtempSync(join(tmpdir(), prefix));
  } catch (error) {
    const reason = fileReason(error as NodeJS.ErrnoException);
    throw new UserError(
      `no temporary folder can be made in ${tmpdir()}: ${reason}; set TMPDIR to a folder that can be written to`,
      { cause: error },
    );
  }
}
