import { isSameRun } from "../../shared/same-run";

/**
 * A dynamic provider of something that runs to its end: once for its inputs, and not again for newer code of
 * Berth's alone. One that fails is not recorded as done, so that the next `up` tries again.
 */
export const runningOnce = <Inputs extends object>(
  idOf: (inputs: Inputs) => string,
  run: (inputs: Inputs) => Promise<void>,
) => ({
  async create(inputs: Inputs) {
    await run(inputs);
    return { id: idOf(inputs), outs: inputs };
  },
  async update(_id: string, olds: Inputs, inputs: Inputs) {
    if (!isSameRun(olds, inputs)) await run(inputs);
    return { outs: inputs };
  },
});
