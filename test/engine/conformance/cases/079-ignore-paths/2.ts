import { Thing } from "../../thing";

new Thing(
  "one",
  {
    value: [
      { a: 9, b: 1 },
      { a: 9, b: 2 },
    ],
    other: { "x.y": 9, z: 1 },
  },
  { ignoreChanges: ["value[*].a", 'other["x.y"]'] },
);
