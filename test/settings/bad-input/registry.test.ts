import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("registry", () => {
  itRejects([
    {
      title: "server is an address",
      values: { mode: "dev", registry: { server: "https://registry.example.com" } },
      problems: [
        [
          "registry.server",
          '"https://registry.example.com"',
          "HOST[:PORT][/NAMESPACE]",
          "pulumi config set --stack dev --path registry.server registry.example.com/team",
        ],
      ],
    },
    {
      title: "username is empty",
      values: { mode: "dev", registry: { server: "r.example.com", username: "" } },
      problems: [
        [
          "registry.username",
          "an empty value",
          "a text; or no such key, for the default",
          "pulumi config rm --stack dev --path registry.username",
        ],
      ],
    },
    {
      title: "password is an object",
      values: {
        mode: "dev",
        registry: { server: "r.example.com", username: "u", password: { a: "hunter2" } },
      },
      problems: [
        [
          "registry.password",
          "[secret]",
          "an encrypted text",
          "pulumi config set --stack dev --secret --path registry.password",
        ],
      ],
    },
    {
      title: "push is a word",
      values: { mode: "dev", registry: { server: "r.example.com", push: "always" } },
      problems: [
        [
          "registry.push",
          '"always"',
          "true or false",
          "pulumi config set --stack dev --path registry.push true",
        ],
      ],
    },
    {
      title: "password is empty",
      values: {
        mode: "dev",
        registry: { server: "r.example.com", username: "deploy", password: "" },
      },
      problems: [
        [
          "registry.password",
          "an empty value",
          "an encrypted text",
          "pulumi config set --stack dev --secret --path registry.password",
        ],
      ],
    },
  ]);
});
