import { Thing } from "../../thing";

new Thing("one", { value: { a: 1, b: [1, 2] } });
