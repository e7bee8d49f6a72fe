import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
throw new pulumi.ResourceError("this one is wrong", one);
