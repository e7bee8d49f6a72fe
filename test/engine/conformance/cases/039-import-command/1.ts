import * as random from "@pulumi/random";

new random.RandomInteger("one", { min: 1, max: 1 });
