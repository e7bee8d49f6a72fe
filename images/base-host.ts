/** What has to be known of a machine to tell whether Debian's base can be made on it. */
export interface BuildHost {
  platform: NodeJS.Platform;
  /** Content of /etc/os-release, empty where there is none. */
  osRelease: string;
  userId: number | undefined;
}

/** Why the base image cannot be made on this machine, or undefined when it can. */
export function whyNoBase(host: BuildHost): string | undefined {
  const ids = ["ID", "ID_LIKE"].flatMap((key) => field(host.osRelease, key).split(" "));
  if (host.platform !== "linux" || !ids.some((id) => id === "debian" || id === "ubuntu")) {
    const here = field(host.osRelease, "PRETTY_NAME") || host.platform;
    return `they are made with mmdebstrap on Debian or Ubuntu, and this is ${here}`;
  }
  if (host.userId !== 0) return "mmdebstrap needs root, run this as root (sudo)";
  return undefined;
}

function field(osRelease: string, key: string): string {
  const line = osRelease.split("\n").find((candidate) => candidate.startsWith(`${key}=`));
  return (line ?? "").slice(key.length + 1).replaceAll('"', "");
}
