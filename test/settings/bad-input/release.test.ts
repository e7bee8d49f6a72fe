import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("release", () => {
  itRejects([
    {
      title: "a reference is no tag",
      values: { mode: "prod", release: "shop-prod/app:v1" },
      problems: [
        [
          "release",
          '"shop-prod/app:v1"',
          "a tag, an image's id, or sha256: and 64 hexadecimal digits",
          "pulumi config set --stack dev release 843ce60253c8fc5e",
        ],
      ],
    },
    {
      title: "an image that is never built has none",
      values: { mode: "prod", release: "v1", app: { image: "team/shop:v2" } },
      problems: [
        [
          "release",
          '"v1" with app.image',
          "nothing: the version of app.image is the one that it names",
          "pulumi config rm --stack dev release",
        ],
      ],
    },
    {
      title: "a mounted folder would be on top of it",
      values: { mode: "dev", release: "v1", source: "bind" },
      problems: [
        [
          "source",
          '"bind" with a release',
          "image, since the folder would hide the release's own source",
          "pulumi config set --stack dev source image",
        ],
      ],
    },
    {
      title: "at least one image is kept",
      values: { mode: "prod", app: { keepImages: 0 } },
      problems: [
        [
          "app.keepImages",
          "0",
          "a whole number from 1 to 1000",
          "pulumi config set --stack dev --path app.keepImages 10",
        ],
      ],
    },
  ]);
});
