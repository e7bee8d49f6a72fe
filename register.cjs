/**
 * Lets a program that imports this package be TypeScript, as the package itself is:
 * `nodeargs: "--require berth/register"` in its Pulumi.yaml. Types are only stripped.
 *
 * `sucrase/register` would leave out the files of node_modules, where the package lies once it is
 * installed.
 */
const { readFileSync } = require("node:fs");
const { transform } = require("sucrase");

const INSTALLED = /[\\/]node_modules[\\/]berth[\\/]/;

require.extensions[".ts"] = (module, filePath) => {
  const source = readFileSync(filePath, "utf8");
  const { code } = transform(source, { filePath, transforms: ["imports", "typescript"] });
  module._compile(code, filePath);
  // Dynamic providers run in a process without this hook, so they have to take their functions
  // along; of a module in node_modules Pulumi would write down no more than its name.
  if (INSTALLED.test(filePath)) {
    Object.defineProperty(module.exports, "deploymentOnlyModule", { value: true });
  }
};
