import { Thing } from "../../thing";

const first = new Thing("first", { value: 2, other: "new" });
export const made = new Thing("second", { value: first.made }).made;
