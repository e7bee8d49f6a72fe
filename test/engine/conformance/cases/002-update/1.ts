import { Thing } from "../../thing";

const first = new Thing("first", { value: 1 });
export const made = new Thing("second", { value: first.made }).made;
