import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

class Shelf extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Shelf", "shelf");
    new Thing(
      "content",
      { value: 1 },
      { parent: this, aliases: [{ parent: pulumi.rootStackResource }] },
    );
  }
}
new Shelf();
