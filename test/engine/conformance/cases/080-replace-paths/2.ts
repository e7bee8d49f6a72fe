import { Thing } from "../../thing";

new Thing("one", { value: { a: 2, b: [1, 2] } }, { replaceOnChanges: ["value.b"] });
