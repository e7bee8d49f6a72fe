import { isSameRun } from "../../shared/same-run";
import { acting } from "../acting";

/** The verbs of what runs to its end: once for its inputs, and not again for newer code of Berth's alone. */
export const runningOnce = <Inputs extends object>(
  idOf: (inputs: Inputs) => string,
  run: (inputs: Inputs) => Promise<void>,
) =>
  acting<Inputs>(idOf, async (inputs, olds) => {
    if (!olds || !isSameRun(olds, inputs)) await run(inputs);
  });
