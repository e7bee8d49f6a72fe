import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const before = new pulumi.StackReference("organization/tiny/dev");
new Thing("thing", { value: before.requireOutput("plain"), other: before.getOutput("hidden") });
export const plain = before.getOutput("plain");
export const again = new pulumi.StackReference("by-name", { name: "dev" }).getOutput("hidden");
