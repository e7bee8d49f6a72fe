import { main } from "./cli/main";

/** What was written so far may still be on its way to a pipe whose reader is slow. */
const written = (stream: NodeJS.WriteStream) =>
  new Promise<void>((resolve) => stream.write("", () => resolve()));

// Connections that linger must not keep the process: everything is saved when a command returns.
main(process.argv.slice(2)).then(async (code) => {
  await Promise.all([written(process.stdout), written(process.stderr)]);
  process.exit(code);
});
