import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("mode", () => {
  itRejects([
    {
      title: "is missing",
      values: {},
      problems: [["mode", "nothing", "dev or prod", "pulumi config set --stack dev mode dev"]],
    },
    {
      title: "is empty",
      values: { mode: null },
      problems: [
        ["mode", "an empty value", "dev or prod", "pulumi config set --stack dev mode dev"],
      ],
    },
    {
      title: "is another word",
      values: { mode: "production" },
      problems: [
        ["mode", '"production"', "dev or prod", "pulumi config set --stack dev mode prod"],
      ],
    },
    {
      title: "is upper case",
      values: { mode: "Dev" },
      problems: [["mode", '"Dev"', "dev or prod", "pulumi config set --stack dev mode dev"]],
    },
    {
      title: "is an object",
      values: { mode: { a: 1 } },
      problems: [["mode", "an object", "dev or prod", "pulumi config set --stack dev mode dev"]],
    },
    {
      title: "is encrypted and wrong",
      values: { mode: "hunter2" },
      secretKeys: ["mode"],
      problems: [["mode", "[secret]", "dev or prod", "pulumi config set --stack dev mode dev"]],
    },
  ]);
});
