import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

class Crate extends pulumi.ComponentResource {
  constructor(name: string) {
    super(
      "test:other:Crate",
      name,
      {},
      {
        aliases: [{ type: "test:index:Crate" }, { type: "test:index:Box" }],
      },
    );
    new Thing(`${name}-content`, { value: 2 }, { parent: this });
  }
}
new Crate("box");
