import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

new Thing("one", { value: 1 });
throw new pulumi.RunError("this is not to be");
