import type * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

new Thing("one", { value: 1 }, { replacementTrigger: "a" } as pulumi.CustomResourceOptions);
