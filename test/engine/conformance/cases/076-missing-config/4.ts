import * as pulumi from "@pulumi/pulumi";

export const choice = new pulumi.Config().require("text", { allowedValues: ["a", "b"] });
