import * as pulumi from "@pulumi/pulumi";

class OwnProvider implements pulumi.dynamic.ResourceProvider {
  text = "";
  async configure(request: pulumi.dynamic.ConfigureRequest) {
    this.text = `${request.config.require("text")} and ${request.config.get("other:key")}`;
  }
  async create() {
    return { id: "1", outs: { seen: this.text } };
  }
}
class Own extends pulumi.dynamic.Resource {
  declare readonly seen: pulumi.Output<string>;
  constructor(name: string) {
    super(new OwnProvider(), name, { seen: undefined });
  }
}
export const seen = new Own("own").seen;
