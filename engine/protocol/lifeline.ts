import { join } from "node:path";

/** Arguments for Node.js that tie a process with a pipe as descriptor 3 to the engine's life. */
export const LIFELINE = ["--require", join(__dirname, "lifeline.cjs")];
