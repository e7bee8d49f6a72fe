/**
 * The verbs of a dynamic provider whose resource is something done: done when it is new, and again when its
 * inputs change.
 *
 * @param act gets the former outputs where there were some; what it returns are the new ones, the inputs where
 * that is nothing. One that fails is not recorded as done, so that the next `up` tries again.
 */
export const acting = <Inputs extends object, Outputs extends object = Inputs>(
  idOf: (inputs: Inputs) => string,
  act: (inputs: Inputs, olds?: Outputs) => Promise<Outputs> | Promise<void>,
) => ({
  async create(inputs: Inputs) {
    return { id: idOf(inputs), outs: ((await act(inputs)) ?? inputs) as Outputs };
  },
  async update(_id: string, olds: Outputs, inputs: Inputs) {
    return { outs: ((await act(inputs, olds)) ?? inputs) as Outputs };
  },
});
