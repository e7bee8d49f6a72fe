import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const hidden = pulumi.secret(new pulumi.asset.StringAsset("hush"));
const one = new Thing("one", {
  value: new pulumi.asset.StringAsset("some other text"),
  other: new pulumi.asset.FileArchive("./files"),
});
new Thing("two", { value: [hidden], other: one.value });
