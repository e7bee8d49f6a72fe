import * as random from "@pulumi/random";

const provider = new random.Provider("mine");
new random.RandomInteger("five", { min: 5, max: 5 }, { provider });
