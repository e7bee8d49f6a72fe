/**
 * Keeps what the code of Berth's own dynamic providers was written down as: Pulumi takes longer to put
 * it together, with a debugger and TypeScript, than for the rest of a run that changes nothing.
 *
 * It is kept under a digest of every source that the program has loaded. That is only right for code
 * that depends on its sources alone, and holds no value of a run: `steady` says so of a provider.
 */
const { createHash } = require("node:crypto");
const Module = require("node:module");
const { join } = require("node:path");
const { readKept, writeKept } = require("./kept-file.cjs");

const FOLDER = join(__dirname, "..", "node_modules", ".cache", "berth-providers");
const CLOSURES = "../runtime/closure/serializeClosure";
const STEADY = /[\\/]components[\\/]steady\.ts$/;
const DYNAMIC = /[\\/]@pulumi[\\/]pulumi[\\/]dynamic[\\/]index\.js$/;

/** The digest of each source that was loaded, by its path. */
const sources = new Map();

/** Notes a source of the program. */
exports.noteSource = (file, digest) => void sources.set(file, digest);

let isReal = false;
const load = Module._load;
Module._load = (request, parent, isMain) => {
  if (isReal || request !== CLOSURES || !DYNAMIC.test(parent?.filename ?? "")) {
    return load(request, parent, isMain);
  }
  const real = () => {
    isReal = true;
    try {
      return Module._load(request, parent, isMain);
    } finally {
      isReal = false;
    }
  };
  const { version } = parent.require("../package.json");
  return { serializeFunction: (make, options) => serialized(make, options, real, version) };
};

/** Of a package that was compiled no source is noted, so its next version would not be told apart. */
const isOfNotedSources = () => [...sources.keys()].some((file) => STEADY.test(file));

async function serialized(make, options, real, version) {
  const name = globalThis[Symbol.for("berth.steady")]?.get(make());
  if (name === undefined || !isOfNotedSources()) return real().serializeFunction(make, options);
  const made = [name, version, process.version, [...sources].sort()];
  const digest = createHash("sha1").update(JSON.stringify(made)).digest("hex");
  const file = join(FOLDER, `${name}-${digest}.js`);
  const text = readKept(file);
  if (text) return { text, containsSecrets: false };
  const written = await real().serializeFunction(make, options);
  if (!written.containsSecrets) writeKept(file, written.text);
  return written;
}
