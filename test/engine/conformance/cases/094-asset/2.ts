import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

new Thing("one", {
  value: new pulumi.asset.StringAsset("some other text"),
  other: new pulumi.asset.FileArchive("./components"),
});
