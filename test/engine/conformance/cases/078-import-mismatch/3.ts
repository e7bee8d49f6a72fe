import * as random from "@pulumi/random";

new random.RandomInteger("five", { min: 1, max: 9 }, { import: "6,1,9" });
