import { userInfo } from "node:os";

/** The name of who runs this; undefined in a container that runs as a user whom its system does not know. */
export function knownUserName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** The name of who runs this, for a sentence. */
export const userName = (): string => knownUserName() ?? `with the number ${process.getuid?.()}`;
