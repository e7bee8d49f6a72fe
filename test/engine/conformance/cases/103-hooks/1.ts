import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const before = new pulumi.ResourceHook("before", async ({ name }) =>
  pulumi.log.info(`before ${name}`),
);
const after = new pulumi.ResourceHook("after", async ({ newOutputs }) =>
  pulumi.log.info(`after ${newOutputs?.value}`),
);
new Thing("one", { value: 1 }, { hooks: { beforeCreate: [before], afterCreate: [after] } });
