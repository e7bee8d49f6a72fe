import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("a key of another namespace", () => {
  itRejects([
    {
      title: "is another project's",
      values: { mode: "dev", "widgets:mode": "dev" },
      problems: [
        [
          "mode",
          '"dev" as widgets:mode, in a namespace that this project does not read',
          "mode without a namespace, which is berth:mode in Pulumi.dev.yaml",
          "pulumi config rm --stack dev widgets:mode",
        ],
      ],
    },
    {
      title: "is another project's and missing here",
      values: { "widgets:mode": "dev" },
      problems: [
        [
          "mode",
          '"dev" as widgets:mode, in a namespace that this project does not read',
          "mode without a namespace, which is berth:mode in Pulumi.dev.yaml",
          "pulumi config set --stack dev mode dev && pulumi config rm --stack dev widgets:mode",
        ],
      ],
    },
    {
      title: "is another project's and is an object",
      values: { mode: "dev", "widgets:app": { name: "widgets" } },
      problems: [
        [
          "app",
          "an object as widgets:app, in a namespace that this project does not read",
          "app without a namespace, which is berth:app in Pulumi.dev.yaml",
          "rename widgets:app to berth:app in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev widgets:app",
        ],
      ],
    },
    {
      title: "is another project's and encrypted",
      values: { mode: "dev", "widgets:registry": { server: "x", password: "hunter2" } },
      secretKeys: ["widgets:registry"],
      problems: [
        [
          "registry",
          "[secret] as widgets:registry, in a namespace that this project does not read",
          "registry without a namespace, which is berth:registry in Pulumi.dev.yaml",
          "rename widgets:registry to berth:registry in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev widgets:registry",
        ],
      ],
    },
    {
      title: "is docker:host",
      values: { mode: "dev", "docker:host": "ssh://deploy@server.example.com" },
      problems: [
        [
          "host",
          '"ssh://deploy@server.example.com" as docker:host, in a namespace that this project does not read',
          "host without a namespace, which is berth:host in Pulumi.dev.yaml",
          "pulumi config set --stack dev host ssh://deploy@server.example.com && pulumi config rm --stack dev docker:host",
        ],
      ],
    },
    {
      title: "is wrong in another namespace",
      values: { mode: "dev", "widgets:host": "server.example.com" },
      problems: [
        [
          "host",
          "a value as widgets:host, in a namespace that this project does not read",
          "host without a namespace, which is berth:host in Pulumi.dev.yaml",
          "pulumi config set --stack dev host ssh://deploy@server.example.com && pulumi config rm --stack dev widgets:host",
        ],
      ],
    },
    {
      title: "is a group with a colon",
      values: { mode: "dev", "app:port": 8000 },
      problems: [
        [
          "app.port",
          '"8000" as app:port, in a namespace that this project does not read',
          "app.port without a namespace, which is berth:app in Pulumi.dev.yaml",
          "pulumi config set --stack dev --path app.port 8000 && pulumi config rm --stack dev app:port",
        ],
      ],
    },
    {
      title: "is a secret with a colon",
      values: { mode: "dev", "registry:password": "hunter2" },
      problems: [
        [
          "registry.password",
          "[secret] as registry:password, in a namespace that this project does not read",
          "registry.password without a namespace, which is berth:registry in Pulumi.dev.yaml",
          "pulumi config set --stack dev --secret --path registry.password && pulumi config rm --stack dev registry:password",
        ],
      ],
    },
  ]);
});
