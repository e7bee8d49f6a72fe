/** What of @pulumi/pulumi costs every program time and serves hardly any. */
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { createRequire } = Module;
const { join } = require("node:path");
const { deserialize, serialize } = require("node:v8");
const { writeKept } = require("../kept-file.cjs");

const CACHE = join(__dirname, "..", "..", "node_modules", ".cache");

/**
 * Leaves a module unloaded until something of it is used. `@npmcli/arborist`, 300 modules, is there
 * to find the packages that a cloud function needs; loading it takes 0.15 s.
 */
exports.postpone = (name, require) => {
  const file = require.resolve(name);
  let real;
  const load = () => {
    delete require.cache[file];
    real = require(file);
    return real;
  };
  const exports = new Proxy(
    {},
    // Who asks whether it is an ES module does not use it yet: told so, it takes the object as it is.
    { get: (_, key) => (key === "__esModule" ? true : (real ?? load())[key]) },
  );
  replace(file, exports, require);
};

/** Gives these exports to whoever loads a file from now on. */
function replace(file, exports, require) {
  require.cache[file] = {
    id: file,
    filename: file,
    loaded: true,
    children: [],
    paths: [],
    exports,
  };
}

/**
 * Leaves out what sends traces to a collector that `--tracing` names, which the engine does not have:
 * 0.05 s. Spans are begun all the same, for nobody or for whoever set TRACEPARENT.
 */
exports.withoutCollector = (require) => {
  const file = require.resolve("@pulumi/pulumi/cmd/run/tracing");
  const { trace } = createRequire(file)("@opentelemetry/api");
  replace(file, { newSpan: (name) => trace.getTracer("nodejs-runtime").startSpan(name) }, require);
};

/**
 * Spares promises the stack trace that Pulumi takes of each, a dozen a resource: for 200 containers
 * that was half of the program's time. It is only shown where PULUMI_DEBUG_PROMISE_LEAKS is set.
 */
exports.withoutPromiseTraces = (require) => {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  const debuggable = require("@pulumi/pulumi/runtime/debuggable");
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
};

/**
 * Lets stack traces show the packages' own JavaScript: reading the source maps of packages, for the
 * position of each resource, takes 0.2 s. Those of the program are applied as before.
 */
exports.withoutPackageMaps = (require) => {
  const retrieveFile = (path) => (/[\\/]node_modules[\\/]/.test(path) ? " " : null);
  require("source-map-support").install({ retrieveFile });
};

/**
 * Keeps what the functions of dynamic providers were parsed to, under a digest of their text, and
 * leaves TypeScript, which parses them, unloaded until there is a new one: 0.2 s together.
 */
exports.keepParsed = (require) => {
  exports.postpone("@pulumi/pulumi/typescript-shim", require);
  const versions = ["@pulumi/pulumi", "typescript"].map((name) => versionOf(name, require));
  const folder = join(CACHE, `berth-parsed-${versions.join("-")}`);
  const parser = require("@pulumi/pulumi/runtime/closure/parseFunction");
  const { parseFunction } = parser;
  parser.parseFunction = (text) => {
    const file = join(folder, createHash("sha1").update(text).digest("hex"));
    const kept = readParsed(file);
    if (kept) return ["", kept];
    const [error, parsed] = parseFunction(text);
    if (!error) writeKept(file, serialize(parsed));
    return [error, parsed];
  };
};

/** Without TypeScript among its packages a program has that of Pulumi itself. */
function versionOf(name, require) {
  try {
    return require(`${name}/package.json`).version;
  } catch {
    return "own";
  }
}

/** Does this before Pulumi loads what writes functions down, which few runs need. */
exports.beforeClosures = (prepare) => {
  let prepareOnce = prepare;
  const load = Module._load;
  Module._load = (request, ...rest) => {
    if (/[\\/]closure[\\/]serializeClosure$/.test(request)) {
      const now = prepareOnce;
      prepareOnce = undefined;
      try {
        now?.();
      } catch {
        // It is only slower without.
      }
    }
    return load(request, ...rest);
  };
};

function readParsed(file) {
  try {
    return deserialize(readFileSync(file));
  } catch {
    return undefined;
  }
}
