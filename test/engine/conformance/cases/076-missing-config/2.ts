import * as pulumi from "@pulumi/pulumi";

export const number = new pulumi.Config().requireNumber("text");
