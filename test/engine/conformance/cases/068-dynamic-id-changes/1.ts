import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  async diff(_id, olds, news) {
    return { changes: olds.value !== news.value, replaces: ["value"], deleteBeforeReplace: false };
  },
  async create(inputs) {
    return { id: `id-${inputs.value}`, outs: inputs };
  },
};
class Own extends pulumi.dynamic.Resource {
  constructor(name: string, args: Record<string, unknown>, options?: pulumi.CustomResourceOptions) {
    super(provider, name, args, options);
  }
}
const one = new Own("one", { value: 1 });
export const id = one.id;
