/**
 * Leaves parts of packages unloaded until something of them is used: a program without changes needs
 * none of these, and spends a quarter of the time of its loading on them.
 */
const Module = require("node:module");

/** What is required, and by which files. */
const POSTPONED = [
  // The messages of fifty languages.
  ["../locales/index.cjs", /[\\/]zod[\\/]v4[\\/]/],
  // Its own way over ssh; Berth has another one.
  ["./ssh", /[\\/]docker-modem[\\/]/],
  // For BuildKit's sessions.
  ["./session", /[\\/]dockerode[\\/]/],
  ["tar-fs", /[\\/]dockerode[\\/]/],
  ["@balena/dockerignore", /[\\/]dockerode[\\/]/],
  // For the packages that a cloud function takes along.
  ["normalize-package-data", /[\\/]@pulumi[\\/]pulumi[\\/]/],
  ["semver", /[\\/]@pulumi[\\/]pulumi[\\/]/],
];

/** Functions whose modules are loaded when one is called: TypeScript is among them. */
const FUNCTIONS = {
  "./closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
  "./closure/codePaths": ["computeCodePaths"],
};
const PULUMI = /[\\/]@pulumi[\\/]pulumi[\\/]/;
const RUNTIME = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]index\.js$/;

const load = Module._load;
Module._load = (request, parent, isMain) => {
  const loadNow = () => load(request, parent, isMain);
  const file = parent?.filename ?? "";
  if (POSTPONED.some(([name, by]) => name === request && by.test(file))) return postponed(loadNow);
  if (request in FUNCTIONS && RUNTIME.test(file)) return calling(FUNCTIONS[request], loadNow);
  if (/[\\/]v8Hooks$/.test(request) && PULUMI.test(file)) return require("./lazy-debugger.cjs");
  return loadNow();
};

const calling = (names, loadNow) =>
  Object.fromEntries(names.map((name) => [name, (...args) => loadNow()[name](...args)]));

/** Stands for a module, be it an object or a function, and loads it when it is used. */
function postponed(loadNow) {
  let real;
  const get = () => {
    real ??= loadNow();
    return real;
  };
  return new Proxy(() => {}, {
    // Who asks whether it is an ES module does not use it yet: told so, it takes the object as it is.
    get: (_, key) => (key === "__esModule" ? true : get()[key]),
    has: (_, key) => key in get(),
    apply: (_, self, args) => Reflect.apply(get(), self, args),
    construct: (_, args) => Reflect.construct(get(), args),
  });
}
