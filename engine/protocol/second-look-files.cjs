/** The files that a program looked at, and whether they are what they were. */
const fs = require("node:fs");
const { fileURLToPath } = require("node:url");

/** Berth's own work folder, packages, and what the kernel makes up at each look. */
const LEFT_OUT = /(^|[\\/ ])(node_modules|\.berth)([\\/]|$)|^\w+ \/(proc|sys|dev)\//;

const FOLLOWING = [
  "stat",
  "readFile",
  "open",
  "access",
  "exists",
  "realpath",
  "readdir",
  "opendir",
  "copyFile",
];
const NOT_FOLLOWING = ["lstat", "readlink"];
/** Node.js looks at what is below by itself. */
const WHOLE_TREES = ["cp", "glob"];

/**
 * Watches every call of this process that looks at a file.
 *
 * @param leave called with the reason where it looks at files that are not known.
 */
exports.touchedFiles = (leave) => {
  /** What was seen of each file when it was first looked at, by the path; links are kept apart. */
  const seen = new Map();
  const note = (kind, path) => {
    const name = path instanceof URL ? pathOf(path) : path;
    if (typeof name !== "string" && !Buffer.isBuffer(name)) return;
    const text = `${kind} ${Buffer.isBuffer(name) ? name.toString("latin1") : name}`;
    if (seen.has(text) || LEFT_OUT.test(text)) return;
    seen.set(text, { kind, name, folder: process.cwd(), signature: signatureOf(kind, name) });
  };
  const watch = (owner, name, kind) => {
    const call = owner[name];
    if (typeof call !== "function") return;
    const watched = function (path, ...rest) {
      if (kind === "tree" || rest[0]?.recursive) leave(`the program looks at all of ${path}`);
      else note(kind, path);
      return call.call(this, path, ...rest);
    };
    owner[name] = Object.defineProperties(watched, Object.getOwnPropertyDescriptors(call));
  };
  for (const [names, kind] of [
    [FOLLOWING, "stat"],
    [NOT_FOLLOWING, "lstat"],
    [WHOLE_TREES, "tree"],
  ]) {
    for (const name of names) {
      watch(fs, name, kind);
      watch(fs, `${name}Sync`, kind);
      watch(fs.promises, name, kind);
    }
  }
  watch(fs, "createReadStream", "stat");
  return {
    touch: (path) => note("stat", path),
    /** The first that is not what it was. */
    changed() {
      const folder = process.cwd();
      for (const { kind, name, folder: from, signature } of seen.values()) {
        if (from !== folder) process.chdir(from);
        const now = signatureOf(kind, name);
        if (from !== folder) process.chdir(folder);
        if (now !== signature) return `${name} has changed`;
      }
      return undefined;
    },
  };
};

/** Undefined where it is the address of no file, as the call itself will find. */
function pathOf(url) {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

const { statSync: follow, lstatSync: look } = fs;

/** A link to a file, which staging makes, changes neither of these. */
function signatureOf(kind, path) {
  try {
    const { dev, ino, mode, size, mtimeNs } = (kind === "stat" ? follow : look)(path, {
      bigint: true,
    });
    return `${dev} ${ino} ${mode} ${size} ${mtimeNs}`;
  } catch ({ code }) {
    return code;
  }
}
