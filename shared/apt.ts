import { run } from "./run";

let updated: Promise<void> | undefined;
let lastInstall: Promise<void> = Promise.resolve();

/** Reads what Debian's mirror has, once a process, and not where `pulumiw` has done it just now. */
export function aptUpdate(): Promise<void> {
  if (process.env.BERTH_APT_UPDATED) updated ??= Promise.resolve();
  updated ??= run("apt-get", ["update", "-qq"]).catch((error) => {
    // The next one tries again.
    updated = undefined;
    throw error;
  });
  return updated;
}

/** Installs Debian's packages. Installs wait for one another, in the order that they were asked for. */
export function aptInstall(packages: readonly string[]): Promise<void> {
  const earlier = lastInstall;
  const install = async () => {
    await aptUpdate();
    await earlier.catch(() => undefined);
    await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages]);
  };
  lastInstall = install();
  return lastInstall;
}
