import { Thing } from "../../thing";

export const made = new Thing("good", { value: 1 }).made;
export const kept = "as it was";
