import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const { id, result } = new random.RandomInteger("number", { min: 4, max: 4 });
export const number = { id, result };
const before = new pulumi.StackReference("organization/tiny/dev").getOutput("number");
export const again = before.apply((it) => it.result);
