import type { VolumeMount } from "./volume-mounts";

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
export interface Privileges {
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

/** What is taken away from a workload, with what it keeps. */
export interface Security {
  noNewPrivileges?: boolean;
  /**
   * The only capabilities that it has, without `CAP_`, sorted.
   *
   * @default the engine's choice
   */
  capabilities?: string[];
  /**
   * Changes to the engine's choice, without `CAP_`; for who has no capabilities of its own.
   *
   * @default none
   */
  capabilityChanges?: { add: readonly string[]; drop: readonly string[] };
  readOnly?: boolean;
  /** Folders in memory, with Docker's options for each. */
  tmpfs?: Record<string, string>;
  /** The user who it runs as unless told otherwise. */
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

/** What hardening comes down to for a container with these needs; nothing at all where nothing is hardened. */
export function securityOf(hardening: Hardening = {}, needs: Privileges = {}): Security {
  const { noNewPrivileges, dropCapabilities, readOnly, nonRoot } = hardening;
  return {
    ...(noNewPrivileges && { noNewPrivileges }),
    ...(dropCapabilities && { capabilities: keptBy(hardening, needs) }),
    ...(readOnly && { readOnly, tmpfs: needs.tmpfs ?? TMP }),
    ...(nonRoot && needs.user !== undefined && { user: needs.user }),
  };
}

function keptBy({ nonRoot }: Hardening, { capabilities = [] }: Privileges): string[] {
  return [...new Set([...(nonRoot ? [] : TO_STEP_DOWN), ...capabilities])].sort();
}

/**
 * Folders of the image that stay writable where the root is read-only, with their content and their
 * owner: anonymous volumes, which go with the container. A folder in memory would belong to root.
 */
export function writableVolumes(
  { readOnly }: Hardening = {},
  folders: readonly string[] = [],
): VolumeMount[] {
  return readOnly ? folders.map((target) => ({ target })) : [];
}

/**
 * Far less than a fork bomb, and twice what MySQL comes to, which has a thread for each of its 151
 * connections and about 50 of its own.
 */
const HARDENED_PIDS = 512;

/** The limit of processes and threads that a container has; undefined: none. */
export const pidsOf = ({ pidsLimit }: Hardening = {}, pids?: number): number | undefined =>
  pids ?? (pidsLimit ? HARDENED_PIDS : undefined);
