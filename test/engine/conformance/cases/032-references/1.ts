import { Box, Thing } from "../../thing";

const box = new Box("box", { value: 1 });
export const reference = box;
export const content = new Thing("holder", { value: box.content });
