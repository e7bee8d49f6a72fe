import * as random from "@pulumi/random";
import { Thing } from "../../thing";

new Thing("thing", { value: 1 });
new random.RandomInteger("number", { min: 1, max: 1 });
