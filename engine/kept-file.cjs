const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");

/** Writes a file of a cache, at one go: another process may read it at any moment. */
exports.writeKept = (file, content) => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, content);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Packages may lie where nobody may write: then the work is done every time.
  }
};

/** A text of a cache. A machine that loses power leaves files without what was written last: those are none. */
exports.readKept = (file) => {
  try {
    return readFileSync(file, "utf8") || undefined;
  } catch {
    return undefined;
  }
};
