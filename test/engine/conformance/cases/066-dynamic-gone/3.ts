import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  async create(inputs) {
    return { id: "2", outs: inputs };
  },
};
class Own extends pulumi.dynamic.Resource {
  constructor(name: string, args: Record<string, unknown>, options?: pulumi.CustomResourceOptions) {
    super(provider, name, args, options);
  }
}
new Own("stays", { gone: false });
new Own("goes", { gone: true });
