import * as pulumi from "@pulumi/pulumi";
import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
pulumi.log.debug("unseen");
pulumi.log.info("by the way", one);
pulumi.log.warn("take care");
