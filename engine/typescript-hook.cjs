/**
 * Lets Node.js require TypeScript: `node --require ./engine/typescript-hook.cjs engine/main.ts`.
 * Types are only stripped. The result is kept, so that the compiler is loaded for changed files only:
 * loading it takes longer than everything else that a command does before its work.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { extname, join } = require("node:path");

const cache = join(__dirname, "..", "node_modules", ".cache", "berth-engine");
mkdirSync(cache, { recursive: true });

require.extensions[".ts"] = (module, file) => {
  const source = readFileSync(file, "utf8");
  const key = createHash("sha1").update(file).update("\0").update(source).digest("hex");
  const path = join(cache, `${key}.js`);
  let code = readKept(path);
  if (code === undefined) {
    code = compile(source, file);
    writeFileSync(`${path}.${process.pid}`, code);
    renameSync(`${path}.${process.pid}`, path);
  }
  module._compile(code, file);
};

function readKept(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function compile(source, file) {
  const ts = require("typescript");
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: false,
    inlineSourceMap: extname(file) === ".ts",
  };
  return ts.transpileModule(source, { fileName: file, compilerOptions }).outputText;
}
