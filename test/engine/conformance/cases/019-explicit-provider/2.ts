import * as random from "@pulumi/random";

new random.RandomInteger("integer", { min: 3, max: 3 });
