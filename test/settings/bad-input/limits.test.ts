import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("limits", () => {
  itRejects([
    {
      title: "cpus is too low",
      values: { mode: "dev", limits: { cpus: 0.05 } },
      problems: [
        [
          "limits.cpus",
          "0.05",
          "a number from 0.1 to 1024",
          "pulumi config set --stack dev --path limits.cpus 0.5",
        ],
      ],
    },
    {
      title: "cpus has a comma",
      values: { mode: "dev", limits: { cpus: "0,5" } },
      problems: [
        [
          "limits.cpus",
          '"0,5"',
          "a number from 0.1 to 1024",
          "pulumi config set --stack dev --path limits.cpus 0.5",
        ],
      ],
    },
    {
      title: "memory is a number",
      values: { mode: "dev", limits: { memory: 512 } },
      problems: [
        [
          "limits.memory",
          "512",
          "an amount from 6m to 65536g, such as 300m or 1g",
          "pulumi config set --stack dev --path limits.memory 512m",
        ],
      ],
    },
    {
      title: "memory has a space",
      values: { mode: "dev", limits: { memory: "512 m" } },
      problems: [
        [
          "limits.memory",
          '"512 m"',
          "an amount from 6m to 65536g, such as 300m or 1g",
          "pulumi config set --stack dev --path limits.memory 512m",
        ],
      ],
    },
    {
      title: "memory is too low",
      values: { mode: "dev", limits: { memory: "5m" } },
      problems: [
        [
          "limits.memory",
          '"5m"',
          "an amount from 6m to 65536g, such as 300m or 1g",
          "pulumi config set --stack dev --path limits.memory 512m",
        ],
      ],
    },
    {
      title: "memory is huge",
      values: { mode: "dev", limits: { memory: "99999999999g" } },
      problems: [
        [
          "limits.memory",
          '"99999999999g"',
          "an amount from 6m to 65536g, such as 300m or 1g",
          "pulumi config set --stack dev --path limits.memory 512m",
        ],
      ],
    },
    {
      title: "pids is too low",
      values: { mode: "dev", limits: { pids: 1 } },
      problems: [
        [
          "limits.pids",
          "1",
          "a whole number from 8 to 4194304",
          "pulumi config set --stack dev --path limits.pids 256",
        ],
      ],
    },
  ]);
});
