import * as pulumi from "@pulumi/pulumi";

export const object = new pulumi.Config().requireObject("text");
