/**
 * Lets a program be TypeScript, and import this package, which is TypeScript as well:
 * `nodeargs: "--require berth/register"` in its Pulumi.yaml. Types are only stripped.
 */
require("./engine/typescript-hook.cjs");

const INSTALLED = /[\\/]node_modules[\\/]berth[\\/]/;

const load = require.extensions[".ts"];
require.extensions[".ts"] = (module, file) => {
  load(module, file);
  // Dynamic providers run in a process without this hook, so they have to take their functions
  // along; of a module in node_modules Pulumi would write down no more than its name.
  if (INSTALLED.test(file)) {
    Object.defineProperty(module.exports, "deploymentOnlyModule", { value: true });
  }
};
