import { Thing } from "../../thing";

const one = new Thing("one", { key: "b", deleteFirst: true });
const two = new Thing("two", { key: one.made });
new Thing("three", { value: two.made });
new Thing("four", {}, { dependsOn: one });
