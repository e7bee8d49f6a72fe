import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("app", () => {
  itRejects([
    {
      title: "name is upper case",
      values: { mode: "dev", app: { name: "Widgets" } },
      problems: [
        [
          "app.name",
          '"Widgets"',
          "lower-case letters, digits and dashes, at most 30, with a letter or digit at both ends",
          "pulumi config set --stack dev --path app.name widgets",
        ],
      ],
    },
    {
      title: "name is too long",
      values: { mode: "dev", app: { name: "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww" } },
      problems: [
        [
          "app.name",
          '"wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"',
          "lower-case letters, digits and dashes, at most 30, with a letter or digit at both ends",
          "pulumi config set --stack dev --path app.name widgets",
        ],
      ],
    },
    {
      title: "context is empty",
      values: { mode: "dev", app: { context: "" } },
      problems: [
        [
          "app.context",
          "an empty value",
          "a folder; or no such key, for the default",
          "pulumi config rm --stack dev --path app.context",
        ],
      ],
    },
    {
      title: "dockerfile is a number",
      values: { mode: "dev", app: { dockerfile: 1 } },
      problems: [
        [
          "app.dockerfile",
          "1",
          "a file",
          "pulumi config set --stack dev --path app.dockerfile Dockerfile",
        ],
      ],
    },
    {
      title: "image is no reference",
      values: { mode: "dev", app: { image: "Team/Widgets" } },
      problems: [
        [
          "app.image",
          '"Team/Widgets"',
          "an image reference",
          "pulumi config set --stack dev --path app.image team/widgets",
        ],
      ],
    },
    {
      title: "tag begins with a dot",
      values: { mode: "dev", app: { tag: ".v1" } },
      problems: [
        [
          "app.tag",
          '".v1"',
          "letters, digits, dots, dashes and underscores, at most 128",
          "pulumi config set --stack dev --path app.tag v1",
        ],
      ],
    },
    {
      title: "target has a space",
      values: { mode: "dev", app: { target: "my stage" } },
      problems: [
        [
          "app.target",
          '"my stage"',
          "the name of a stage of the Dockerfile",
          "pulumi config set --stack dev --path app.target mystage",
        ],
      ],
    },
    {
      title: "user is a name",
      values: { mode: "dev", app: { user: "www-data" } },
      problems: [
        [
          "app.user",
          '"www-data"',
          "UID or UID:GID, in numbers",
          "pulumi config set --stack dev --path app.user 10001:10001",
        ],
      ],
    },
    {
      title: "healthPath has no slash",
      values: { mode: "dev", app: { healthPath: "healthz" } },
      problems: [
        [
          "app.healthPath",
          '"healthz"',
          "a path that begins with /, without spaces, quotes and backslashes",
          "pulumi config set --stack dev --path app.healthPath /healthz",
        ],
      ],
    },
    {
      title: "healthPath has a space",
      values: { mode: "dev", app: { healthPath: "/health z" } },
      problems: [
        [
          "app.healthPath",
          '"/health z"',
          "a path that begins with /, without spaces, quotes and backslashes",
          "pulumi config set --stack dev --path app.healthPath /healthz",
        ],
      ],
    },
  ]);
});
