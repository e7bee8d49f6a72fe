import { main } from "./cli/main";

/** What was written so far may still be on its way to a pipe whose reader is slow. */
const written = (stream: NodeJS.WriteStream) =>
  new Promise<void>((resolve) => stream.write("", () => resolve()));

let lost: Error | undefined;
for (const stream of [process.stdout, process.stderr]) {
  // A run whose reader is gone (`| head`) goes on: what its steps make has to be recorded.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") lost = error;
  });
}

// Nothing is left that could go on, and yet the command has not come to its end.
process.on("beforeExit", () => {
  process.stderr.write("error: an answer that was waited for will never come; run it again\n");
  process.exit(1);
});

// Connections that linger must not keep the process: everything is saved when a command returns.
main(process.argv.slice(2)).then(async (code) => {
  await Promise.all([written(process.stdout), written(process.stderr)]);
  if (lost) process.stderr.write(`error: could not write all of the output: ${lost.message}\n`);
  process.exit(lost ? code || 1 : code);
});
