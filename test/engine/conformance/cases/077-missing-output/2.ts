import * as pulumi from "@pulumi/pulumi";

export const other = new pulumi.StackReference("organization/tiny/dev").requireOutput("absent");
