import { Thing } from "../../thing";

new Thing("one", {
  value: [
    { a: 1, b: 1 },
    { a: 2, b: 2 },
  ],
  other: { "x.y": 1, z: 1 },
});
