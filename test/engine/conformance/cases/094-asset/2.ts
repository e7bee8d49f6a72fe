import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

mkdirSync("files/sub", { recursive: true });
writeFileSync("files/some.txt", "some text");
writeFileSync("files/sub/größe.txt", "much");
symlinkSync("sub", "files/link");
const { FileArchive, FileAsset, AssetArchive, StringAsset, RemoteAsset } = pulumi.asset;
new Thing("one", {
  value: new FileAsset("files/some.txt"),
  other: new AssetArchive({ "a.txt": new StringAsset("a") }),
});
new Thing("two", {
  value: new RemoteAsset(`file://${process.cwd()}/files/some.txt`),
  other: new AssetArchive({ sub: new FileArchive("./files"), "x/y": new StringAsset("") }),
});
