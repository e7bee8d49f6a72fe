import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

class Box extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Box", name);
    new Thing(`${name}-content`, { value: 1 }, { parent: this });
  }
}
new Box("box");
