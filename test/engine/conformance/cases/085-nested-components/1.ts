import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const outer = new pulumi.ComponentResource("test:index:Outer", "outer");
const inner = new pulumi.ComponentResource("test:index:Inner", "inner", {}, { parent: outer });
new Thing("deep", { value: 1 }, { parent: inner });
new Thing("shallow", { value: 1 }, { parent: outer, protect: false });
