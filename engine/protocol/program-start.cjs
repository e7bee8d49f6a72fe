/**
 * Starts a program's process before it is known what it is to be told: what every program loads is
 * loaded while the engine still reads the state and derives the key. Then it waits for its
 * arguments and its environment on the standard input. Without any it ends.
 */
const { createRequire, runMain } = require("node:module");
const { join } = require("node:path");
require("../compile-cache.cjs");
const {
  beforeClosures,
  keepParsed,
  postpone,
  withoutCollector,
  withoutPackageMaps,
  withoutPromiseTraces,
} = require("./lighter-pulumi.cjs");

const { answer } = require("./lifeline.cjs");
const { watch } = require("./second-look.cjs");

const [, , runner, folder] = process.argv;
const requireThere = createRequire(join(folder, "index.js"));
const requireOfPulumi = createRequire(runner);

// Instrumentation has to come before everything that might load gRPC. Packages of providers are left
// out: they register themselves when loaded, and with that fix the settings as they are now.
const beforehand = [
  () => postpone("@npmcli/arborist", requireOfPulumi),
  () => withoutPackageMaps(requireOfPulumi),
  () => requireThere("@pulumi/pulumi/cmd/run/instrumentation"),
  () => postpone("@pulumi/pulumi/automation", requireThere),
  () => withoutCollector(requireThere),
  () => beforeClosures(() => keepParsed(requireThere)),
  () => requireThere("@pulumi/pulumi"),
  () => withoutPromiseTraces(requireThere),
];
for (const prepare of beforehand) {
  try {
    prepare();
  } catch {
    // Whatever is wrong with it, the program will find out and tell.
  }
}

let text = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => {
  text += chunk;
});
process.stdin.on("end", () => {
  if (text === "") process.exit(0);
  const { args, env, engine } = JSON.parse(text);
  Object.assign(process.env, env);
  if (engine !== undefined) answer(watch(engine, requireThere));
  process.argv = [process.argv[0], runner, ...args];
  // As `node cmd/run` does it, so that nothing of this stands in what Node.js says of a module.
  runMain();
});
