import * as random from "@pulumi/random";

export const number = new random.RandomInteger("number", { min: 4, max: 4 });
