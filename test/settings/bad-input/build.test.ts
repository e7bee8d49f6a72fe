import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("build", () => {
  itRejects([
    {
      title: "pipIndexUrl has no scheme",
      values: { mode: "dev", build: { pipIndexUrl: "me:hunter2@pypi.example.com/simple" } },
      problems: [
        [
          "build.pipIndexUrl",
          '"***@pypi.example.com/simple"',
          "an http or https address",
          "pulumi config set --stack dev --path build.pipIndexUrl https://pypi.example.com/simple",
        ],
      ],
    },
    {
      title: "pipTrustedHost is an address",
      values: { mode: "dev", build: { pipTrustedHost: "https://pypi.example.com/" } },
      problems: [
        [
          "build.pipTrustedHost",
          '"https://pypi.example.com/"',
          "a host name",
          "pulumi config set --stack dev --path build.pipTrustedHost pypi.example.com",
        ],
      ],
    },
    {
      title: "aptMirror is ftp",
      values: { mode: "dev", build: { aptMirror: "ftp://debian.example.com" } },
      problems: [
        [
          "build.aptMirror",
          '"ftp://debian.example.com"',
          "an http or https address",
          "pulumi config set --stack dev --path build.aptMirror http://debian.example.com/debian",
        ],
      ],
    },
    {
      title: "platform is upper case",
      values: { mode: "dev", build: { platform: "Linux/AMD64" } },
      problems: [
        [
          "build.platform",
          '"Linux/AMD64"',
          "OS/ARCHITECTURE[/VARIANT], in lower case",
          "pulumi config set --stack dev --path build.platform linux/amd64",
        ],
      ],
    },
    {
      title: "cacheFrom is a text",
      values: { mode: "dev", build: { cacheFrom: "widgets:latest" } },
      problems: [
        [
          "build.cacheFrom",
          '"widgets:latest"',
          "a list of image references",
          "pulumi config rm --stack dev --path build.cacheFrom && pulumi config set --stack dev --path 'build.cacheFrom[0]' widgets:latest",
        ],
      ],
    },
    {
      title: "cacheFrom has a wrong element",
      values: { mode: "dev", build: { cacheFrom: ["widgets:latest", "Widgets: latest"] } },
      problems: [
        [
          "build.cacheFrom[1]",
          '"Widgets: latest"',
          "an image reference",
          "pulumi config set --stack dev --path 'build.cacheFrom[1]' widgets:latest",
        ],
      ],
    },
    {
      title: "network has a space",
      values: { mode: "dev", build: { network: "my net" } },
      problems: [
        [
          "build.network",
          '"my net"',
          "default, host, none, or a network's name",
          "pulumi config set --stack dev --path build.network mynet",
        ],
      ],
    },
  ]);
});
