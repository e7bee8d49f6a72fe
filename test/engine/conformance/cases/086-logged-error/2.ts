import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

new Thing("one", { value: 2 });
pulumi.log.error("this is an error");
