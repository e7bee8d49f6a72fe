import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("what stands at the top", () => {
  itRejects([
    {
      title: "server is misspelt",
      values: { mode: "dev", server: "uwgsi" },
      problems: [
        [
          "server",
          '"uwgsi"',
          "debug, uwsgi, gunicorn, asgi",
          "pulumi config set --stack dev server uwsgi",
        ],
      ],
    },
    {
      title: "source is another word",
      values: { mode: "dev", source: "volume" },
      problems: [
        ["source", '"volume"', "bind or image", "pulumi config set --stack dev source image"],
      ],
    },
    {
      title: "server is a list",
      values: { mode: "dev", server: ["debug"] },
      problems: [
        [
          "server",
          "a list",
          "debug, uwsgi, gunicorn, asgi",
          "pulumi config set --stack dev server debug",
        ],
      ],
    },
    {
      title: "restart is YAML's true",
      values: { mode: "dev", restart: true },
      problems: [
        [
          "restart",
          "true",
          "no, on-failure, always or unless-stopped",
          "pulumi config set --stack dev restart always",
        ],
      ],
    },
    {
      title: "restart is misspelt",
      values: { mode: "dev", restart: "alwyas" },
      problems: [
        [
          "restart",
          '"alwyas"',
          "no, on-failure, always or unless-stopped",
          "pulumi config set --stack dev restart always",
        ],
      ],
    },
    {
      title: "restart has an underscore",
      values: { mode: "dev", restart: "unless_stopped" },
      problems: [
        [
          "restart",
          '"unless_stopped"',
          "no, on-failure, always or unless-stopped",
          "pulumi config set --stack dev restart unless-stopped",
        ],
      ],
    },
    {
      title: "rollout is another word",
      values: { mode: "dev", rollout: "blue-green" },
      problems: [
        [
          "rollout",
          '"blue-green"',
          "recreate or rolling",
          "pulumi config set --stack dev rollout recreate",
        ],
      ],
    },
    {
      title: "replicas is zero",
      values: { mode: "dev", replicas: 0 },
      problems: [
        [
          "replicas",
          "0",
          "a whole number from 1 to 100",
          "pulumi config set --stack dev replicas 3",
        ],
      ],
    },
    {
      title: "replicas is negative",
      values: { mode: "dev", replicas: -3 },
      problems: [
        [
          "replicas",
          "-3",
          "a whole number from 1 to 100",
          "pulumi config set --stack dev replicas 3",
        ],
      ],
    },
    {
      title: "replicas is huge",
      values: { mode: "dev", replicas: "99999999999999999999" },
      problems: [
        [
          "replicas",
          "99999999999999999999",
          "a whole number from 1 to 100",
          "pulumi config set --stack dev replicas 3",
        ],
      ],
    },
    {
      title: "replicas is a fraction",
      values: { mode: "dev", replicas: 1.5 },
      problems: [
        [
          "replicas",
          "1.5",
          "a whole number from 1 to 100",
          "pulumi config set --stack dev replicas 3",
        ],
      ],
    },
    {
      title: "replicas is a word",
      values: { mode: "dev", replicas: "two" },
      problems: [
        [
          "replicas",
          '"two"',
          "a whole number from 1 to 100",
          "pulumi config set --stack dev replicas 3",
        ],
      ],
    },
    {
      title: "host has no scheme",
      values: { mode: "dev", host: "server.example.com" },
      problems: [
        [
          "host",
          '"server.example.com"',
          "unix:///PATH, npipe:////./pipe/NAME, tcp://HOST:PORT or ssh://USER@HOST",
          "pulumi config set --stack dev host ssh://deploy@server.example.com",
        ],
      ],
    },
    {
      title: "host is http",
      values: { mode: "dev", host: "http://server.example.com:2375" },
      problems: [
        [
          "host",
          '"http://server.example.com:2375"',
          "unix:///PATH, npipe:////./pipe/NAME, tcp://HOST:PORT or ssh://USER@HOST",
          "pulumi config set --stack dev host ssh://deploy@server.example.com",
        ],
      ],
    },
    {
      title: "host has no port",
      values: { mode: "dev", host: "tcp://server.example.com" },
      problems: [
        [
          "host",
          '"tcp://server.example.com"',
          "unix:///PATH, npipe:////./pipe/NAME, tcp://HOST:PORT or ssh://USER@HOST",
          "pulumi config set --stack dev host ssh://deploy@server.example.com",
        ],
      ],
    },
    {
      title: "host has a password",
      values: { mode: "dev", host: "ssh://deploy:hunter2@server.example.com" },
      problems: [
        [
          "host",
          '"ssh://***@server.example.com"',
          "unix:///PATH, npipe:////./pipe/NAME, tcp://HOST:PORT or ssh://USER@HOST",
          "pulumi config set --stack dev host ssh://deploy@server.example.com",
        ],
      ],
    },
    {
      title: "host begins as an option does",
      values: { mode: "dev", host: "ssh://-oProxyCommand=x" },
      problems: [
        [
          "host",
          '"ssh://-oProxyCommand=x"',
          "unix:///PATH, npipe:////./pipe/NAME, tcp://HOST:PORT or ssh://USER@HOST",
          "pulumi config set --stack dev host ssh://deploy@server.example.com",
        ],
      ],
    },
    {
      title: "host has a login",
      values: { mode: "dev", host: "ssh://deploy:hunter2@server.example.com/x" },
      problems: [
        [
          "host",
          '"ssh://***@server.example.com/x"',
          "unix:///PATH, npipe:////./pipe/NAME, tcp://HOST:PORT or ssh://USER@HOST",
          "pulumi config set --stack dev host ssh://deploy@server.example.com",
        ],
      ],
    },
  ]);
});
