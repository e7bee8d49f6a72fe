import * as random from "@pulumi/random";

const { id, result } = new random.RandomInteger("number", { min: 4, max: 4 });
export const number = { id, result };
