import * as pulumi from "@pulumi/pulumi";

const before = new pulumi.StackReference("organization/tiny/dev");
export const other = before.getOutput("absent");
export const details = before.getOutputDetails("plain");
