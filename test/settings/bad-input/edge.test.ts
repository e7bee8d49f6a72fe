import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("edge", () => {
  itRejects([
    {
      title: "drain has a unit",
      values: { mode: "prod", edge: { drain: "30s" } },
      problems: [
        [
          "edge.drain",
          '"30s"',
          "a whole number from 1 to 3600",
          "pulumi config set --stack dev --path edge.drain 60",
        ],
      ],
    },
  ]);
});
