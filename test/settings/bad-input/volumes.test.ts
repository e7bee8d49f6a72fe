import { describe } from "vitest";
import { itRejects } from "../bad-input";

const PATHS = "an absolute path without a slash at its end, other than /";
const SYSTEM = "a folder that is neither the image's system nor filled by Docker or Berth";
const SET = "pulumi config set --stack dev --path";

const volumes = (map: object, more: object = {}) => ({
  mode: "prod",
  ...more,
  app: { volumes: map },
});
type Problem = [string, string, string, string];

describe("app.volumes", () => {
  itRejects([
    ...["uploads", "./uploads", "/", "/srv/", "/srv/../etc", "/a:b"].map((path) => ({
      title: `the path ${path}`,
      values: volumes({ uploads: { path } }),
      problems: [
        [
          "app.volumes.uploads.path",
          `"${path}"`,
          PATHS,
          `${SET} app.volumes.uploads.path /srv/uploads`,
        ],
      ] as Problem[],
    })),
    ...["/run/secrets", "/run/secrets/x", "/proc", "/etc", "/tmp", "/var/lib/berth"].map(
      (path) => ({
        title: `the folder ${path}`,
        values: volumes({ uploads: path }),
        problems: [
          ["app.volumes.uploads", `"${path}"`, SYSTEM, `${SET} app.volumes.uploads /srv/uploads`],
        ] as Problem[],
      }),
    ),
    {
      title: "two of the same folder",
      values: volumes({ one: "/srv/files", two: { path: "/srv/files" } }),
      problems: [
        [
          "app.volumes.two.path",
          '"/srv/files", the folder of one',
          "a folder of its own, neither inside nor around another one",
          `${SET} app.volumes.two.path /srv/two`,
        ],
      ],
    },
    {
      title: "one inside another",
      values: volumes({ one: "/srv/files", two: "/srv/files/more" }),
      problems: [
        [
          "app.volumes.two",
          '"/srv/files/more", and one has "/srv/files"',
          "a folder of its own, neither inside nor around another one",
          `${SET} app.volumes.two /srv/two`,
        ],
      ],
    },
    {
      title: "one inside the source of this machine",
      values: { mode: "dev", app: { volumes: { uploads: "/app/uploads" } } },
      problems: [
        [
          "app.volumes.uploads",
          '"/app/uploads" with source bind',
          "a folder outside of /app: that is this machine's, where the app's files stay anyway",
          `${SET} app.volumes.uploads /srv/uploads`,
        ],
      ],
    },
    {
      title: "one that app.writable has, too",
      values: { mode: "prod", app: { volumes: { uploads: "/data" }, writable: ["/data"] } },
      problems: [
        [
          "app.volumes.uploads",
          '"/data", which app.writable has, too',
          "a folder of its own: a volume can be written to anyway",
          `${SET} app.volumes.uploads /srv/uploads`,
        ],
      ],
    },
    {
      title: "one writer of several",
      values: volumes({ db: { path: "/srv/db", singleWriter: true } }, { replicas: 2 }),
      problems: [
        [
          "app.volumes.db.singleWriter",
          "true with replicas 2",
          "false, or replicas 1: each of them would write",
          "pulumi config set --stack dev replicas 1",
        ],
      ],
    },
    {
      title: "a name that Berth has",
      values: volumes({ backups: "/srv/b" }),
      problems: [
        [
          "app.volumes.backups",
          'the name "backups"',
          "another one: Berth names volumes of its own so",
          "rename app.volumes.backups to app.volumes.app-files in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path app.volumes.backups",
        ],
      ],
    },
  ]);
});
