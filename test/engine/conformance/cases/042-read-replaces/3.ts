import * as random from "@pulumi/random";
import { Thing } from "../../thing";

const id = new random.RandomUuid("id");
new Thing("user", { value: id.urn });
