import * as random from "@pulumi/random";

new random.RandomInteger("five", { min: 5, max: 5 }, { version: "4.21.2" });
new random.RandomInteger("six", { min: 6, max: 6 });
