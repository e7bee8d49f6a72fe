import { short, text, toggle } from "./own-command";

/** Flags of commands that run something. */
export const TERMINAL = {
  interactive: short("i", toggle("as docker has it; input is always passed on")),
  tty: short("t", toggle("with a terminal, also where there is none here; --tty=false: without")),
  user: short("u", text("USER", "another user than the container's own")),
  env: short("e", { ...text("NAME=VALUE", "a variable more"), multiple: true }),
  workdir: short("w", text("FOLDER", "a folder of the container to begin in")),
};
