import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

new Thing(
  "content",
  { value: 1 },
  { aliases: [{ parent: pulumi.createUrn("shelf", "test:index:Shelf") }] },
);
