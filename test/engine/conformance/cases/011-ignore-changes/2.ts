import { Thing } from "../../thing";

new Thing(
  "thing",
  { value: { a: 2, b: [1, 3], c: 4 }, other: "new" },
  { ignoreChanges: ["value.a", "value.b[1]", "other"] },
);
