/** How versions of a database server are told, and what they mean for its data. */
export interface ServerVersions {
  /** The image's environment variable with its version, such as `17` or `9.7.1`. */
  variable: string;
  /** Folder of the data in a container. */
  folder: string;
  /** Files of the data that say which version it is of; the first one that is there holds. */
  files: readonly VersionFile[];
  /** Path of a file that is there as long as the data may be begun again. */
  firstStart?: string;
  /** How many numbers of a version have to stay, or grow, for it to read the data. */
  numbers: 1 | 2;
  /**
   * Whether a server reads the data of an older major version by itself; that of all others is dumped and
   * loaded.
   *
   * @default false
   */
  readsOlder?: boolean;
}

export interface VersionFile {
  /** Absolute, in a container. */
  path: string;
  /** The version in its text; undefined where it has none. */
  read(text: string): string | undefined;
}

/** `11.8.9-MariaDB` as its numbers, and `1:11.8.9+maria~ubu2404` as the same: images may say how it is packed. */
const numbersOf = (version: string): number[] =>
  /^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(version)?.[1]?.split(".").map(Number) ?? [];

/** The first number of a version; a data volume that is left behind is named by it. */
export const majorOf = (version: string): number => numbersOf(version)[0] ?? 0;

/** A version as far as it tells which data it reads. */
export const shortVersion = (version: string, { numbers }: Pick<ServerVersions, "numbers">) =>
  numbersOf(version).slice(0, numbers).join(".");

/** Whether a server of that version is of a newer major version than its data. */
export const isNewMajor = (data: string, server: string): boolean =>
  majorOf(server) > majorOf(data);

/** Whether a server is of an older version than its data, which it cannot read then. */
export function isOlder(
  data: string,
  server: string,
  { numbers }: Pick<ServerVersions, "numbers">,
): boolean {
  const [was, is] = [numbersOf(data), numbersOf(server)];
  const differs = was.slice(0, numbers).findIndex((number, index) => is[index] !== number);
  const [before, after] = [was[differs], is[differs]];
  return before !== undefined && after !== undefined && after < before;
}

/** The version that the tag of an image's reference begins with; undefined where it begins with none. */
export const versionInTag = (reference: string): string | undefined =>
  /:(\d+(?:\.\d+)*)[^/:]*$/.exec(reference.replace(/@.*$/, ""))?.[1];

const FORMER = /-(\d+)$/;

/** The role of what an upgrade of a database makes. */
export const upgradeRole = (role: string): string => `${role}-upgrade`;

/** The label of the volume that marks an upgrade, with both versions. */
export const UPGRADE_LABEL = "berth.upgrade";

/** Names of what an upgrade makes beside a data volume. */
export const upgradeVolumes = (volume: string) => ({
  /** Where the dump is. */
  dump: `${volume}-upgrade`,
  /** The new data, until it is in its place. */
  beside: `${volume}-new`,
  /** Empty, and there as long as the new data is put in its place. */
  mark: `${volume}-swap`,
});

/** The volume that keeps the data as a version had it. */
export const formerVolumeOf = (volume: string, version: string) => `${volume}-${majorOf(version)}`;

/** The major version that a volume keeps the data of; undefined for any other volume. */
export function majorInName(volume: string, name: string): string | undefined {
  const found = FORMER.exec(name);
  return found && name === `${volume}${found[0]}` ? found[1] : undefined;
}
