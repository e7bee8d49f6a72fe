import * as random from "@pulumi/random";

new random.RandomInteger("one", { min: 1, max: 1 });
new random.RandomInteger("five", { min: 1, max: 9 }, { protect: true });
