import * as random from "@pulumi/random";

new random.RandomInteger("five", { min: 1, max: 9 });
new random.RandomInteger("six", { min: 1, max: 7 }, { import: "6,1,9" });
