import { userInfo } from "node:os";

/** The name of who runs this; a container may run as a user that its system does not know. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `with the number ${process.getuid?.()}`;
  }
}
