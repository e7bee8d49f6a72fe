import * as random from "@pulumi/random";

const id = new random.RandomId("id", { byteLength: 4 });
new random.RandomInteger("integer", { min: 3, max: 3 });
export const password = new random.RandomPassword("password", {
  length: 16,
  keepers: { id: id.hex },
}).result;
