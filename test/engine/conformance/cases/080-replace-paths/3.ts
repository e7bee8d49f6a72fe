import { Thing } from "../../thing";

new Thing("one", { value: { a: 2, b: [1, 3] } }, { replaceOnChanges: ["value.b[*]"] });
