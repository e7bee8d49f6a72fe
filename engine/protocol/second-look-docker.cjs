/** What a program asked a Docker engine, and whether the answers are what they were. */
const { createHash } = require("node:crypto");

/** Asks a registry as well, or is a look at a login: what it found is not asked twice. */
const NOT_AGAIN = /^\/(distribution\/|auth\b)/;

/** What changes from one look to the next though nothing has happened. */
const RESTLESS = new Set([
  ...["Log", "ExecIDs", "SystemTime", "NFd", "NGoroutines", "NEventsListener"],
  ...["GraphDriver", "DriverStatus"],
]);

/** How long an engine has for all of it, in milliseconds: one that hangs still takes connections. */
const ANSWER_MS = 30_000;

/**
 * @param leave called with the reason where a request is none that can be made again.
 */
exports.dockerAnswers = (leave) => {
  const asked = [];
  const modems = new Set();
  const watched = new Set();
  return {
    /** Watches a class of clients. */
    watch(Modem) {
      const { prototype } = Modem;
      if (!prototype?.dial || watched.has(Modem)) return;
      watched.add(Modem);
      const { dial } = prototype;
      prototype.dial = function (options, callback) {
        modems.add(this);
        const { method, path, isStream } = options;
        if (NOT_AGAIN.test(path)) return dial.call(this, options, callback);
        if (method !== "GET" || isStream) leave(`the program asks Docker for ${method} ${path}`);
        // What flows is nothing to compare, and no JSON.
        if (isStream) return dial.call(this, options, callback);
        const again = (done, abortSignal) => dial.call(this, { ...options, abortSignal }, done);
        // Filters are not in the path yet.
        const words = JSON.stringify([[...modems].indexOf(this), path, options.options]);
        const question = { again, path, words, answer: undefined };
        asked.push(question);
        return dial.call(this, { ...options }, (error, data) => {
          question.answer = digestOf(error, data);
          callback?.(error, data);
        });
      };
    },
    addresses: () =>
      [...modems].map(({ socketPath, host, port }) => socketPath ?? `${host}:${port}`),
    /** Asks everything again, all at once; the first answer that is another one, or does not come. */
    async changed(limitMs = ANSWER_MS) {
      const looks = new Map(
        asked.map((question) => [`${question.words} ${question.answer}`, question]),
      );
      const now = await Promise.all(
        [...looks.values()].map(async ({ again, path, answer }) => {
          const limit = AbortSignal.timeout(limitMs);
          const next = await new Promise((resolve) => {
            limit.addEventListener("abort", () => resolve(undefined));
            again((error, data) => resolve(digestOf(error, data)), limit);
          });
          return next === answer ? undefined : `Docker's answer to ${path} has changed`;
        }),
      );
      return now.find((change) => change !== undefined);
    },
  };
};

function digestOf(error, data) {
  const told = error ? { error: error.statusCode ?? error.code ?? error.message } : steady(data);
  return createHash("sha1")
    .update(JSON.stringify(told) ?? "")
    .digest("hex");
}

/** Without what is restless, and in an order of its own: Docker gives lists in any. */
function steady(value) {
  if (Array.isArray(value)) {
    return value.map((item) => JSON.stringify(steady(item)) ?? "").sort();
  }
  if (value === null || typeof value !== "object") return value;
  if (Buffer.isBuffer(value)) return value.toString("base64");
  const names = Object.keys(value).filter((name) => !RESTLESS.has(name));
  return Object.fromEntries(
    names
      .sort()
      .map((name) => [name, name === "Status" ? conditionOf(value[name]) : steady(value[name])]),
  );
}

/** `Up 5 minutes (healthy)` without the minutes. */
function conditionOf(status) {
  return typeof status === "string"
    ? status.replace(
        /\b(about )?(an?|\d+|less than a) (second|minute|hour|day|week|month|year)s?\b/gi,
        "",
      )
    : steady(status);
}
