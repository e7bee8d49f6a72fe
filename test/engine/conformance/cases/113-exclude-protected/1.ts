import { Thing } from "../../thing";

const one = new Thing("one", { value: 1 });
const two = new Thing("two", { value: one.made }, { protect: true });
new Thing("three", { value: two.made });
