import { Box, Thing } from "../../thing";

const box = new Box("box", { value: 1 });
const thing = new Thing("thing", { value: box.content.made });
new Thing("after", { value: [1, { a: null, b: true }] }, { dependsOn: box });
export const made = thing.made;
export const nested = { list: [1, "two"], id: thing.id };
