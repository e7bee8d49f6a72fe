/**
 * Required by the Node.js processes that the engine starts. Descriptor 3 is a pipe that the engine
 * holds, and over which it only asks a preview's program to look again: when it closes, the engine is gone, however it ended, and whatever
 * serves it has to go too. Left alone a program would try to reach it for ever.
 */
const { Socket } = require("node:net");

const lifeline = new Socket({ fd: 3, readable: true, writable: true });
lifeline.on("error", () => {});
lifeline.on("close", () => process.kill(process.pid, "SIGKILL"));
lifeline.resume();
lifeline.unref();

/** Answers the engine's question over the pipe. */
exports.answer = (look) => {
  lifeline.once("data", () => {
    look().then(
      (change) => lifeline.write(JSON.stringify({ change })),
      ({ message }) => lifeline.write(JSON.stringify({ change: message })),
    );
  });
};

// The engine passes Ctrl-C on to code that waits; the rest is not to end with a step half done. Who
// begins to listen only after it came is told all the same.
let isInterrupted = false;
process.on("newListener", (name, listener) => {
  if (name === "SIGINT" && isInterrupted) setImmediate(listener);
});
process.on("SIGINT", () => {
  isInterrupted = true;
});
