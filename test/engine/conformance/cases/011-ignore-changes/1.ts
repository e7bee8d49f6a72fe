import { Thing } from "../../thing";

new Thing("thing", { value: { a: 1, b: [1, 2] }, other: "old" });
