import * as pulumi from "@pulumi/pulumi";
import { Box, Thing } from "../../thing";

const secret = pulumi.secret("hush");
const thing = new Thing("thing", { value: secret, other: { a: [secret, 1], b: 2 } });
new Thing("marked", { value: "plain" }, { additionalSecretOutputs: ["made"] });
new Box("box", { value: secret });
export const made = thing.made;
export const value = thing.value;
export const whole = pulumi.secret({ a: 1 });
