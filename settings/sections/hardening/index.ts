import { z } from "zod";
import type { Filled } from "../../language/filled";
import { setting } from "../../language/meta";
import { flag } from "../../language/values";
import { wherePlatform } from "../conditions";
import { lackingPlatforms, missingParts, type PlatformPart } from "../platform/lacks";
import type { Stack } from "../stack";

const OF_MODE = { dev: false, prod: true } as const;

const part = (description: string) =>
  setting(flag, {
    description,
    accepted: "true or false",
    example: "true",
    defaults: OF_MODE,
  }).optional();

/** A part that not every platform has. */
const partOfPlatform = (name: PlatformPart, description: string) =>
  setting(flag, {
    description: `${description} Not to be had with platform ${lackingPlatforms(name).join(", ")}.`,
    accepted: "true or false",
    example: "true",
    defaults: { ...OF_MODE, when: wherePlatform((supports) => !supports[name], false) },
  }).optional();

const hardeningObject = z.strictObject({
  noNewPrivileges: partOfPlatform(
    "noNewPrivileges",
    "No process gains privileges, by a setuid program for example.",
  ),
  dropCapabilities: part(
    "Linux capabilities are dropped, all but those in app.capabilities and what official images need.",
  ),
  readOnly: part("The root file system can only be read; /tmp and app.writable can be written to."),
  nonRoot: part(
    "Nothing runs as root, but an edge with a domain and backups into a folder of root's. An app whose image would is refused before anything changes.",
  ),
  internalNetwork: part(
    "The database is on a network of its own, `project-stack-data`, without a way out.",
  ),
  pidsLimit: partOfPlatform(
    "pidsLimit",
    "A container whose limits set no pids may have 512 processes and threads.",
  ),
});

/** All parts on, or all off. */
const allParts = (value: boolean) =>
  Object.fromEntries(hardeningObject.keyof().options.map((name) => [name, value]));

export const hardeningSchema = setting(
  z.preprocess((given) => {
    const all = flag.safeParse(given);
    return all.success ? allParts(all.data) : given;
  }, hardeningObject),
  {
    description:
      "What is taken away from containers, so that a break-in stays small: all, none or by part.",
    accepted: "true, false, or an object with parts",
    example: "true",
    defaults: OF_MODE,
  },
);

/** Which parts of hardening are on. */
export type HardeningSettings = Filled<typeof hardeningObject>;

/** The parts that a stack file does not name are what its mode says, as far as its platform has them. */
function resolve({ written, fill }: Stack): HardeningSettings {
  const parts = fill(hardeningObject, written.hardening);
  const missing = missingParts(written.platform ?? "docker");
  return { ...parts, ...Object.fromEntries(missing.map((part) => [part, false])) };
}

export const hardening = { schema: hardeningSchema.optional(), resolve };
