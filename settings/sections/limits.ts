import { z } from "zod";
import { type SettingMeta, setting } from "../meta";
import { count, cpus, memory } from "../values";

/** The limits of a container, in the words and with the memory of its kind. */
export const limits = (container: string, memoryDefaults: SettingMeta["defaults"]) =>
  z.strictObject({
    cpus: setting(cpus, {
      description: `How many CPUs ${container} may use, as in \`docker run --cpus\`.`,
      accepted: "a number from 0.1 to 1024",
      example: "0.5",
      defaults: { dev: "no limit", prod: "1" },
    }).optional(),
    memory: setting(memory, {
      description: `How much memory ${container} may use; swap is not granted on top of it.`,
      accepted: "an amount from 6m to 65536g, such as 300m or 1g",
      example: "512m",
      defaults: memoryDefaults,
    }).optional(),
    pids: setting(count(8, 4194304), {
      description: `How many processes and threads ${container} may have.`,
      accepted: "a whole number from 8 to 4194304",
      example: "256",
      defaults: {
        dev: "no limit",
        prod: "512, by hardening.pidsLimit (no limit with platform swarm)",
      },
    }).optional(),
  });
