import * as random from "@pulumi/random";
import { Thing } from "../../thing";

const id = random.RandomUuid.get("id", "aabbccdd-eeff-0011-2233-445566778899");
new Thing("user", { value: id.urn });
