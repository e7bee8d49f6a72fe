import * as pulumi from "@pulumi/pulumi";

export const text = new pulumi.Config().require("absent");
