import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  async create(inputs) {
    return { id: "1", outs: { ...inputs, token: "hush-hush", length: 9 } };
  },
};
class Own extends pulumi.dynamic.Resource {
  declare readonly token: pulumi.Output<string>;
  declare readonly length: pulumi.Output<number>;
  constructor(name: string, args: Record<string, unknown>) {
    super(
      provider,
      name,
      { token: undefined, length: undefined, ...args },
      {
        additionalSecretOutputs: ["token"],
      },
    );
  }
}
const own = new Own("own", { given: pulumi.secret({ deep: [1, "two"] }), plain: "seen" });
export const token = own.token;
export const length = own.length;
