import { PLATFORM_NAMES, type PlatformName, supportsOf } from "../../../shared/platforms";

/** The parts of hardening that not every platform has. */
const PLATFORM_PARTS = ["noNewPrivileges", "pidsLimit"] as const;

export type PlatformPart = (typeof PLATFORM_PARTS)[number];

/** Those that a platform does not have. */
export const missingParts = (name: PlatformName): PlatformPart[] =>
  PLATFORM_PARTS.filter((part) => !supportsOf(name)[part]);

/** The platforms that do not have a part. */
export const lackingPlatforms = (part: PlatformPart): PlatformName[] =>
  PLATFORM_NAMES.filter((name) => !supportsOf(name)[part]);
