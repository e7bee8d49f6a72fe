import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const thing = new Thing("thing", { value: 1 });
console.log("a line on the standard output");
pulumi.log.info("an information");
pulumi.log.warn("a warning about the thing", thing);
