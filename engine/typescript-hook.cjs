/**
 * Lets Node.js require TypeScript: `node --require ./engine/typescript-hook.cjs engine/main.ts`.
 * Types are only stripped, line by line, so that stack traces need no source maps. The result is
 * kept under a digest of the source: stripping a whole program takes longer than running it.
 */
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
require("./compile-cache.cjs");
require("./lighter-packages.cjs");
const { readKept, writeKept } = require("./kept-file.cjs");
const { noteSource } = require("./kept-providers.cjs");
const { version } = require("sucrase/package.json");

const CACHE = join(__dirname, "..", "node_modules", ".cache", `berth-sucrase-${version}`);

require.extensions[".ts"] = (module, file) => {
  const source = readFileSync(file, "utf8");
  const digest = createHash("sha1").update(source).digest("hex");
  noteSource(file, digest);
  const kept = join(CACHE, `${digest}.js`);
  module._compile(readKept(kept) ?? strip(source, file, kept), file);
};

function strip(source, filePath, kept) {
  const { transform } = require("sucrase");
  const options = { transforms: ["typescript", "imports"], disableESTransforms: true, filePath };
  const { code } = transform(source, options);
  writeKept(kept, code);
  return code;
}
