import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

class Shelf extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Shelf", name);
    new Thing("content", { value: name }, { parent: this });
  }
}
new Shelf("shelf");
new Thing("content", { value: 1 });
new pulumi.ComponentResource("test:index:Other", "content");
