/**
 * Lets an update take over what a preview found, instead of running the program a second time: notes
 * what the program of a preview looked at, and looks at it again once the preview is to be acted on.
 * What cannot be looked at twice makes the program run again.
 */
const childProcess = require("node:child_process");
const Module = require("node:module");
const { Socket } = require("node:net");
const { dockerAnswers } = require("./second-look-docker.cjs");
const { touchedFiles } = require("./second-look-files.cjs");

/** Berth's own code asks here, and says itself what it left to the update. */
const OWN_QUESTION = /[\\/]shared[\\/]preview\.ts$/;
const PULUMI = /[\\/]node_modules[\\/]@pulumi[\\/]pulumi[\\/]/;

/** The docker client at the far end of an ssh connection: its answers are looked at like any other. */
const isDockerOverSsh = ({ file, args = [] }) =>
  file === "ssh" && args.slice(-3).join(" ") === "docker system dial-stdio";

/**
 * Watches this process from now on.
 *
 * @param engine address of the engine, which the program talks to all the time.
 * @param requireThere the program's own `require`.
 * @returns what looks again: resolves to what has changed or cannot be known; to undefined where all
 * is as it was.
 */
exports.watch = (engine, requireThere) => {
  /** Why the program has to run again whatever is found. */
  let why;
  const leave = (reason) => {
    why ??= reason;
  };
  const files = touchedFiles(leave);
  const docker = dockerAnswers(leave);
  const reached = new Set();
  watchModules(files, docker);
  watchConnections(reached);
  watchProcesses(leave);
  watchQuestions(requireThere, leave);
  // ES modules have functions of Node.js by their names.
  Module.syncBuiltinESMExports();
  // What Berth's own components left to the update.
  globalThis[Symbol.for("berth.leaveToUpdate")] = leave;
  return async () => {
    const known = new Set([engine, ...docker.addresses()]);
    const other = [...reached].find((address) => !known.has(address));
    if (other !== undefined) leave(`the program asked ${other}`);
    return why ?? files.changed() ?? (await docker.changed());
  };
};

/** Modules of the program are read by who does not go through `fs`, and the Docker client is one. */
function watchModules(files, docker) {
  const { load } = Module.prototype;
  Module.prototype.load = function (filename) {
    files.touch(filename);
    return load.call(this, filename);
  };
  const loadByName = Module._load;
  Module._load = (...args) => {
    const loaded = loadByName(...args);
    if (args[0] === "docker-modem") docker.watch(loaded);
    return loaded;
  };
}

function watchConnections(reached) {
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (...args) {
    const [first] = args.flat();
    const { path, host = "localhost", port } = Object(first);
    reached.add(path ?? `${host}:${port ?? first}`);
    return connect.apply(this, args);
  };
}

function watchProcesses(leave) {
  const { spawn } = childProcess.ChildProcess.prototype;
  childProcess.ChildProcess.prototype.spawn = function (options) {
    if (!isDockerOverSsh(options)) leave(`the program started ${options.file}`);
    return spawn.call(this, options);
  };
  for (const name of ["spawnSync", "execSync", "execFileSync"]) {
    const start = childProcess[name];
    childProcess[name] = (file, ...rest) => {
      leave(`the program started ${file}`);
      return start(file, ...rest);
    };
  }
}

/** Who asks whether this is a preview does something else in an update. */
function watchQuestions(requireThere, leave) {
  for (const name of ["@pulumi/pulumi/runtime", "@pulumi/pulumi/runtime/settings"]) {
    const owner = requireThere(name);
    const { isDryRun } = owner;
    owner.isDryRun = function asked() {
      const file = callerOf(asked);
      const isOurs = PULUMI.test(file) || OWN_QUESTION.test(file);
      if (!isOurs) leave(`${file} asks whether this is a preview`);
      return isDryRun();
    };
  }
}

function callerOf(asked) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.stackTraceLimit = 1;
  const trace = {};
  Error.captureStackTrace(trace, asked);
  const [site] = trace.stack;
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return site?.getFileName() ?? "";
}
