import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

export const number = new random.RandomInteger("number", { min: 4, max: 4 });
const before = new pulumi.StackReference("organization/tiny/dev").getOutput("number");
export const again = before.apply((it) => it.result);
