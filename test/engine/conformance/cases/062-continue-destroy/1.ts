import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
new Thing("two", { value: one.made, fails: "delete" });
new Thing("three", { value: 1 });
