import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const parent = new pulumi.ComponentResource("test:index:Group", "group");
new Thing("child", { value: 1 }, { parent, aliases: [{ parent: pulumi.rootStackResource }] });
