/** Whether a build's context is an address of the web or of git, and no folder. */
export const isRemote = (context: string): boolean =>
  /^(\w+:\/\/|git@|github\.com\/)/.test(context);
