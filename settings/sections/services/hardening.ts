import { z } from "zod";
import { setting } from "../../language/meta";
import { flag } from "../../language/values";

/** The parts of hardening that a container has, and not its network. */
export const SERVICE_PARTS = [
  "noNewPrivileges",
  "dropCapabilities",
  "readOnly",
  "nonRoot",
  "pidsLimit",
] as const;

export type ServicePart = (typeof SERVICE_PARTS)[number];

const part = (name: ServicePart, what: string) =>
  setting(flag, {
    description: `${what} As hardening.${name}, for this service.`,
    accepted: "true or false",
    example: "true",
    defaults: { words: `as hardening.${name} says` },
  }).optional();

const object = z.strictObject({
  noNewPrivileges: part("noNewPrivileges", "No process gains privileges."),
  dropCapabilities: part("dropCapabilities", "Capabilities are dropped, all but those in cap_add."),
  readOnly: part("readOnly", "The root file system can only be read."),
  nonRoot: part("nonRoot", "An image that would run as root is refused."),
  pidsLimit: part("pidsLimit", "512 processes and threads at the most."),
});

const allParts = (value: boolean) => Object.fromEntries(SERVICE_PARTS.map((name) => [name, value]));

/** The same as at the top, for one service. */
export const serviceHardening = setting(
  z.preprocess((given) => {
    const all = flag.safeParse(given);
    return all.success ? allParts(all.data) : given;
  }, object),
  {
    description: "What is taken away from it: all, none or by part.",
    accepted: `true, false, or an object with the keys ${SERVICE_PARTS.join(", ")}`,
    example: "false",
    defaults: { words: "as hardening says" },
  },
);
