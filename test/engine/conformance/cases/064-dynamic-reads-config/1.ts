import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  async create() {
    const sdk = await import("@pulumi/pulumi");
    const names = [sdk.getProject(), sdk.getStack()];
    return { id: "1", outs: { seen: [...names, new sdk.Config().require("text")] } };
  },
};
class Own extends pulumi.dynamic.Resource {
  declare readonly seen: pulumi.Output<string[]>;
  constructor(name: string) {
    super(provider, name, { seen: undefined });
  }
}
export const seen = new Own("own").seen;
