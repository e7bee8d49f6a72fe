import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const outer = new pulumi.ComponentResource("test:index:Outer", "outer", {}, { protect: true });
new Thing("shallow", { value: 1 }, { parent: outer });
