import * as random from "@pulumi/random";
import { Thing } from "../../thing";

const found = random.RandomUuid.get("found", "aabbccdd-eeff-0011-2233-445566778899");
new Thing("thing", { value: found.result });
