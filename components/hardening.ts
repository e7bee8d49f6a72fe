/** What is taken away from a container. Each part is off where it is left out. */
export interface Hardening {
  /** No process gets more privileges than the one that starts it, by a setuid program for example. */
  noNewPrivileges?: boolean;
  /** Linux capabilities, all but those that the container needs. */
  dropCapabilities?: boolean;
  /** The root file system can only be read. */
  readOnly?: boolean;
  /** Containers of Berth's own choice run as a user of their image, not as root. */
  nonRoot?: boolean;
  /** A container without a limit of processes and threads has one of 512. */
  pidsLimit?: boolean;
}

/** What a container cannot do without, however hardened it is. */
export interface Needs {
  /**
   * Capabilities that are not dropped, without `CAP_`.
   *
   * @default none
   */
  capabilities?: readonly string[];
  /**
   * The user who the container runs as where it must not be root.
   *
   * @default the image's own
   */
  user?: string;
  /**
   * Folders kept in memory where the root is read-only, with Docker's options for each, such as
   * `uid=999`. Each has the mode of the image's folder, and belongs to root unless told so.
   *
   * @default /tmp
   */
  tmpfs?: Record<string, string>;
}

/** The container inputs that hardening comes down to. */
interface Inputs {
  capabilities?: { adds: string[]; drops: string[] };
  readOnly?: boolean;
  securityOpts?: string[];
  tmpfs?: Record<string, string>;
  user?: string;
}

/**
 * What a program that starts as root needs to hand files over to another user, to become that user,
 * and to stop it: official images do so.
 */
const TO_STEP_DOWN = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"];

/** In memory unless it is to be on disk. */
export const TMP_FOLDER = "/tmp";

const TMP = { [TMP_FOLDER]: "" };

/** The inputs of a container; none at all where nothing is hardened. */
export function hardened(hardening: Hardening = {}, needs: Needs = {}): Inputs {
  const { noNewPrivileges, dropCapabilities, readOnly, nonRoot } = hardening;
  return {
    ...(noNewPrivileges && { securityOpts: ["no-new-privileges"] }),
    ...(dropCapabilities && { capabilities: { adds: keptBy(hardening, needs), drops: ["ALL"] } }),
    ...(readOnly && { readOnly, tmpfs: needs.tmpfs ?? TMP }),
    ...(nonRoot && needs.user !== undefined && { user: needs.user }),
  };
}

/** Written as they are read back: without `CAP_` a container would be replaced after a refresh. */
function keptBy({ nonRoot }: Hardening, { capabilities = [] }: Needs): string[] {
  const kept = new Set([...(nonRoot ? [] : TO_STEP_DOWN), ...capabilities]);
  return [...kept].sort().map((name) => `CAP_${name}`);
}

/**
 * Folders of the image that stay writable where the root is read-only, with their content and their
 * owner: anonymous volumes, which go with the container. A folder in memory would belong to root.
 */
export function writableVolumes({ readOnly }: Hardening = {}, folders: readonly string[] = []) {
  return readOnly ? folders.map((containerPath) => ({ containerPath })) : [];
}

/**
 * A label that changes with the inputs: the provider does not see when one of them is taken away,
 * nor any change of tmpfs, and would leave the container as it is.
 */
export function hardeningLabel(hardening: Hardening = {}, needs: Needs = {}) {
  const inputs = hardened(hardening, needs);
  if (Object.keys(inputs).length === 0) return [];
  return [{ label: "berth.hardening", value: JSON.stringify(inputs) }];
}
