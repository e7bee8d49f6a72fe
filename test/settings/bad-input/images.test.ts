import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("images", () => {
  itRejects([
    {
      title: "python is empty",
      values: { mode: "dev", images: { python: "" } },
      problems: [
        [
          "images.python",
          "an empty value",
          "an image reference; or no such key, for the default",
          "pulumi config rm --stack dev --path images.python",
        ],
      ],
    },
    {
      title: "caddy has a space",
      values: { mode: "prod", images: { caddy: "caddy: 2" } },
      problems: [
        [
          "images.caddy",
          '"caddy: 2"',
          "an image reference",
          "pulumi config set --stack dev --path images.caddy caddy:2",
        ],
      ],
    },
  ]);
});
