import * as random from "@pulumi/random";

const provider = new random.Provider("own");
new random.RandomInteger("integer", { min: 3, max: 3 }, { provider });
