import type * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

new Thing("one", { value: 1 }, { replacementTrigger: "b" } as pulumi.CustomResourceOptions);
