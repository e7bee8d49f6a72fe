import * as random from "@pulumi/random";
import { Box } from "../../thing";

const provider = new random.Provider("own");
new Box("box", { value: 1 });
export const { result } = new random.RandomInteger("number", { min: 1, max: 1 }, { provider });
