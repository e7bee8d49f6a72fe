/**
 * Keeps what V8 made of the packages that a process loads, for the next process of its kind: they
 * are more than a thousand modules, and an `up` without changes spends a fifth less without compiling
 * them. Node.js has had this built in since 22.1; most of what follows is for the versions before.
 */
const { readFileSync, statSync } = require("node:fs");
const Module = require("node:module");
const { basename, dirname, join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const vm = require("node:vm");
const { writeKept } = require("./kept-file.cjs");

const FOLDER = join(__dirname, "..", "node_modules", ".cache", "berth-v8");

/** Others are transformed before they are compiled, or few. */
const OF_A_PACKAGE = /[\\/]node_modules[\\/].*\.c?js$/;
/** Kept code cannot call `import()`. TypeScript, the largest module of all, only writes about it. */
const IMPORTS = /\bimport\s*\(/;
const TYPESCRIPT = /[\\/]typescript\.js$/;

// Pulumi sets this while it is loaded, and code that was kept with it is refused without it.
setFlagsFromString("--allow-natives-syntax");

if (Module.enableCompileCache) {
  Module.enableCompileCache(FOLDER);
  atEnd(() => Module.flushCompileCache?.());
} else {
  const kind = basename(dirname(process.argv[1] ?? ""));
  keepCompiled(join(FOLDER, `${kind}-${process.version}-${process.arch}`));
}

/** The engine ends a program once it has nothing more to do, so that it never comes to its exit. */
function atEnd(save) {
  process.once("beforeExit", save);
  process.once("exit", save);
}

function keepCompiled(file) {
  const kept = readCodes(file);
  const scripts = new Map();
  let isStale = false;

  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, format) {
    const plainly = () => compile.call(this, content, filename, format);
    // Since 20.19 ES modules are required this way too.
    if (!OF_A_PACKAGE.test(filename) || format === "module") return plainly();
    // Packages come with the same modification time in every version.
    const { ctimeMs, size } = statSync(filename);
    const version = `${ctimeMs} ${size}`;
    const known = kept.get(filename);
    const cachedData = known?.version === version ? known.code : undefined;
    if (!cachedData && !canBeKept(filename, content)) return plainly();
    const script = new vm.Script(Module.wrap(content), { filename, cachedData });
    isStale ||= cachedData === undefined || script.cachedDataRejected;
    scripts.set(filename, { version, script });
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, requireOf(this), this, filename, dirname(filename));
  };

  atEnd(() => {
    if (!isStale) return;
    isStale = false;
    // At the end, as only functions that have run are compiled.
    for (const [filename, { version, script }] of scripts) {
      kept.set(filename, { version, code: script.createCachedData() });
    }
    writeKept(file, packed(kept));
  });
}

function canBeKept(filename, content) {
  return !content.startsWith("#!") && (TYPESCRIPT.test(filename) || !IMPORTS.test(content));
}

/** What Node.js gives to a module as its `require`. */
function requireOf(module) {
  const require = (id) => module.require(id);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

/** A line of JSON with the name, version and length of each, and then all codes. */
function packed(codes) {
  const entries = [...codes].map(([filename, { version, code }]) => [
    filename,
    version,
    code.length,
  ]);
  const head = Buffer.from(`${JSON.stringify(entries)}\n`);
  return Buffer.concat([head, ...[...codes.values()].map(({ code }) => code)]);
}

function readCodes(file) {
  const codes = new Map();
  try {
    const bytes = readFileSync(file);
    let at = bytes.indexOf("\n") + 1;
    for (const [filename, version, length] of JSON.parse(bytes.toString("utf8", 0, at))) {
      codes.set(filename, { version, code: bytes.subarray(at, at + length) });
      at += length;
    }
  } catch {
    // There is none yet.
  }
  return codes;
}
