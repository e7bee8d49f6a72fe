import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

class Crate extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Crate", name, {}, { aliases: [{ type: "test:index:Box" }] });
    new Thing(`${name}-content`, { value: 1 }, { parent: this });
  }
}
new Crate("box");
