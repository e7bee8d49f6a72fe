/** What of @pulumi/pulumi costs every program time and serves hardly any. */

/**
 * Leaves a package unloaded until something of it is used. `@npmcli/arborist`, 300 modules, is there
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
  require.cache[file] = {
    id: file,
    filename: file,
    loaded: true,
    children: [],
    paths: [],
    exports,
  };
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
