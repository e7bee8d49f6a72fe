import * as random from "@pulumi/random";

new random.RandomInteger("five", { min: 1, max: 9 }, { import: "5,1,9" });
