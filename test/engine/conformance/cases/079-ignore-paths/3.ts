import { Thing } from "../../thing";

new Thing(
  "one",
  {
    value: [
      { a: 9, b: 9 },
      { a: 9, b: 2 },
    ],
    other: { "x.y": 9, z: 1 },
  },
  { ignoreChanges: ["value[1].a", "other"] },
);
