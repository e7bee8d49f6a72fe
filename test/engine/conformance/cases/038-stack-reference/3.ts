import * as pulumi from "@pulumi/pulumi";

export const nothing = new pulumi.StackReference("nobody").getOutput("plain");
