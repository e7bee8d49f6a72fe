/** What of @pulumi/pulumi costs every program time and serves hardly any. */

/**
 * Leaves a package unloaded until something of it is used. `@npmcli/arborist`, 300 modules, is there
 * to find the packages that a cloud function needs; loading it takes 0.15 s.
 */
exports.postpone = (name, require) => {
  let file;
  try {
    file = require.resolve(name);
  } catch {
    // Another version of @pulumi/pulumi may do without it.
    return;
  }
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
 * Lets stack traces show the packages' own JavaScript. Pulumi looks at a stack trace for each
 * promise, and reading and applying the source maps of packages takes 0.2 s; those of the program
 * are applied as before.
 */
exports.withoutPackageMaps = (require) => {
  const retrieveFile = (path) => (/[\\/]node_modules[\\/]/.test(path) ? " " : null);
  try {
    require("source-map-support").install({ retrieveFile });
  } catch {
    // As above.
  }
};
