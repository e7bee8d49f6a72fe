/**
 * Lets a program be TypeScript, with types only stripped: `nodeargs: "--require berth/register"` in its
 * Pulumi.yaml. Where the package is a checkout of the sources, as it is for examples/, a program that
 * imports `berth` gets the sources, too.
 */
require("./engine/typescript-hook.cjs");
const { existsSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

const OF_THE_PACKAGE = /^berth(?:\/(settings|deploy|program))?$/;
/** `berth/program` is the template's own program. */
const FOLDERS = { program: "" };

if (existsSync(join(__dirname, "components", "index.ts"))) {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...others) => {
    const [isOwn, part = "components"] = OF_THE_PACKAGE.exec(request) ?? [];
    return isOwn ? join(__dirname, FOLDERS[part] ?? part, "index.ts") : resolve(request, ...others);
  };
}

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
