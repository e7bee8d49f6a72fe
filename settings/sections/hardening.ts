import { z } from "zod";
import { type SettingMeta, setting } from "../meta";
import { flag } from "../values";

const part = (description: string) =>
  setting(flag, {
    description,
    accepted: "true or false",
    example: "true",
    defaults: { dev: "false", prod: "true" },
  }).optional();

const hardeningObject = z.strictObject({
  noNewPrivileges: part(
    "No process gains privileges, by a setuid program for example. Not to be had with platform swarm.",
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
  pidsLimit: part(
    "A container whose limits set no pids may have 512 processes and threads. Not to be had with platform swarm.",
  ),
});

/** The parts of hardening, by their names. */
export const HARDENING_PARTS = hardeningObject.keyof().options;

/** All parts on, or all off. */
const allParts = (value: boolean) =>
  Object.fromEntries(HARDENING_PARTS.map((name) => [name, value]));

const META: SettingMeta = {
  description:
    "What is taken away from containers, so that a break-in stays small: all, none or by part.",
  accepted: "true, false, or an object with parts",
  example: "true",
  defaults: { dev: "false", prod: "true" },
};

export const hardening = setting(
  z.preprocess((given) => {
    const all = flag.safeParse(given);
    return all.success ? allParts(all.data) : given;
  }, hardeningObject),
  META,
);
