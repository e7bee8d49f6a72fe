import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

new Thing("one", {
  value: new pulumi.asset.StringAsset("some text"),
  other: new pulumi.asset.AssetArchive({ "a.txt": new pulumi.asset.StringAsset("a") }),
});
