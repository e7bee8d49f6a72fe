import * as random from "@pulumi/random";

new random.RandomInteger("five", { min: 5, max: 5 });
