import type { DockerHost } from "../../docker/host";
import type { PlatformCheck } from "../platforms/platform";
import type { AdoptClaims } from "./adopted";
import type { CertificateFiles } from "./certificate";
import type { Claims } from "./conflicts";
import type { CpuClaims } from "./cpus";
import type { ExistingVolume } from "./existing-volumes";
import type { StateCopies } from "./lost-state";
import type { State } from "./recorded";
import type { ServerConfig } from "./tried-servers";

export interface PreflightArgs extends Claims, Pick<AdoptClaims, "adopt"> {
  host: DockerHost;
  /**
   * Names of the volumes whose content is nowhere else.
   *
   * @default none
   */
  data?: readonly string[];
  /**
   * Names of those of them that an empty one does not replace unasked.
   *
   * @default none
   */
  kept?: readonly string[];
  /** Volumes that are there, which the stack takes over; none by default. */
  existingVolumes?: readonly ExistingVolume[];
  /** References of the images that the stack starts from. */
  images: readonly string[];
  cpus: CpuClaims["cpus"];
  /** A folder of this machine that is mounted into the app. */
  bindSource?: string;
  /** Folders of this machine, as absolute paths, that containers read, with the setting of each. */
  folders?: readonly { key: string; path: string }[];
  /** Files and folders of this machine, as absolute paths, that containers mount, with the setting of each. */
  binds?: readonly { key: string; path: string }[];
  /** A folder of this machine, as an absolute path, that backups are written to. */
  backupFolder?: string;
  /** Files of this machine that HTTPS is served with. */
  certificate?: CertificateFiles;
  /** The configurations of the stack's databases; none by default. */
  serverConfigs?: readonly ServerConfig[];
  /** A registry that the stack pushes to, or pulls from; `isTried` false: its login is not tried first. */
  registry?: { server: string; username?: string; password?: string; isTried?: boolean };
  /**
   * What the stack's platform looks at.
   *
   * @default that of one engine
   */
  platform?: PlatformCheck;
  /**
   * What the stack's state has.
   *
   * @default nobody knows, and what would need it is not looked at
   */
  state?: State | Promise<State>;
  /**
   * Looks for copies of the state, where that is empty.
   *
   * @default there are none
   */
  stateCopies?(): StateCopies;
}
