import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const mine = new random.Provider("mine");
const component = new pulumi.ComponentResource(
  "test:index:Group",
  "group",
  {},
  { providers: [mine] },
);
const inner = new pulumi.ComponentResource("test:index:Group", "inner", {}, { parent: component });
new random.RandomInteger("five", { min: 5, max: 5 }, { parent: inner });
new random.RandomInteger("six", { min: 6, max: 6 });
