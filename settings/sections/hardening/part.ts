import type { Facts } from "../rule";
import type { HardeningSettings } from ".";

/** The name of a part of hardening, and where it comes from when nobody set it. */
export const hardeningPart = ({ written, settings }: Facts, part: keyof HardeningSettings) =>
  written.hardening?.[part] === undefined
    ? `hardening.${part}, the default of ${settings.mode}`
    : `hardening.${part}`;
