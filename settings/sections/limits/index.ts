import { z } from "zod";
import type { Filled } from "../../language/filled";
import { setting } from "../../language/meta";
import { count, cpus, memory } from "../../language/values";

/**
 * The limits of a container, in the words of its kind.
 *
 * @param inProd those that it has in prod unless a stack file says otherwise; in dev there are none.
 */
export const limitsObject = (container: string, inProd?: { cpus: number; memory: string }) =>
  z.strictObject({
    cpus: setting(cpus, {
      description: `How many CPUs ${container} may use, as in \`docker run --cpus\`.`,
      accepted: "a number from 0.1 to 1024",
      example: "0.5",
      defaults: { prod: inProd?.cpus, words: wordsBeside(inProd) },
    }).optional(),
    memory: setting(memory, {
      description: `How much memory ${container} may use; swap is not granted on top of it.`,
      accepted: "an amount from 6m to 65536g, such as 300m or 1g",
      example: "512m",
      defaults: { prod: inProd?.memory, words: wordsBeside(inProd) },
    }).optional(),
    pids: setting(count(8, 4194304), {
      description: `How many processes and threads ${container} may have.`,
      accepted: "a whole number from 8 to 4194304",
      example: "256",
      defaults: {
        words: {
          dev: "no limit",
          prod: "512, by hardening.pidsLimit (no limit with platform swarm)",
        },
      },
    }).optional(),
  });

const wordsBeside = (inProd: object | undefined) =>
  inProd ? { dev: "no limit" } : { dev: "no limit", prod: "no limit" };

/** `cpus` is a number such as 0.5, `memory` in MB; undefined: no limit. */
export type Limits = Filled<ReturnType<typeof limitsObject>>;

export const limits = {
  schema: limitsObject("an app container", { cpus: 1, memory: "512m" }).optional(),
};
