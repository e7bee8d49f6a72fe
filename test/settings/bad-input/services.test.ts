import { describe } from "vitest";
import { itRejects } from "../bad-input";

const PORT_FORMS =
  "PORT:CONTAINER-PORT in quotes, with ADDRESS: before it or /udp after it, or an object with the keys target, published, host_ip, protocol";
const MOUNT_FORMS =
  "VOLUME:/PATH, ./FOLDER:/PATH or /PATH, each with :ro where it is only read, or an object with the keys type, source, target, read_only, external, tmpfs; names of volumes are of lower-case letters, digits, dashes and underscores";
const NEAR =
  "services.mail.command (did you mean this?), or the keys image, build, command, entrypoint, environment, ports, expose, volumes, tmpfs, keepData, depends_on, healthcheck, user, working_dir, secrets, stop_signal, stop_grace_period, cap_add, cap_drop, read_only, init, hostname, extra_hosts, platform, sysctls, ulimits, shm_size, restart, labels, limits, hardening, startPeriod";

describe("services", () => {
  itRejects([
    {
      title: "an unknown key that is nearly one",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", comand: "x" } } },
      problems: [
        [
          "services.mail.comand",
          "a key that does not exist",
          NEAR,
          "pulumi config set --stack dev --path services.mail.command x && pulumi config rm --stack dev --path services.mail.comand",
        ],
      ],
    },
    {
      title: "a key of Compose that has another place",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", network_mode: "host" } } },
      problems: [
        [
          "services.mail.network_mode",
          "a key that does not exist",
          "nothing: each service is on the stack's network, where others reach it by NAME",
          "pulumi config rm --stack dev --path services.mail.network_mode",
        ],
      ],
    },
    {
      title: "a privileged container",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", privileged: true } } },
      problems: [
        [
          "services.mail.privileged",
          "a key that does not exist",
          "cap_add with the capabilities that it needs: a privileged container is root of its host",
          "pulumi config rm --stack dev --path services.mail.privileged",
        ],
      ],
    },
    {
      title: "a list in the place of the map",
      values: { mode: "dev", services: ["mailpit:1"] },
      problems: [
        [
          "services",
          "a list",
          "a map of names to images or objects",
          "pulumi config rm --stack dev services && pulumi config set --stack dev --path services.mail axllent/mailpit:v1.27",
        ],
      ],
    },
    {
      title: "a name that no host has",
      values: { mode: "dev", services: { Mail_Er: "mailpit:1" } },
      problems: [
        [
          "services.Mail_Er",
          'the name "Mail_Er"',
          "a name of lower-case letters, digits, dashes and underscores, at most 30, with a letter or digit at both ends",
          "rename services.Mail_Er to services.mail-er in Pulumi.dev.yaml, or drop it: pulumi config rm --stack dev --path services.Mail_Er",
        ],
      ],
    },
    {
      title: "an image that is none",
      values: { mode: "dev", services: { mail: "Mailpit:1" } },
      problems: [
        [
          "services.mail",
          '"Mailpit:1"',
          "an image reference, or an object with the key image or build",
          "pulumi config set --stack dev --path services.mail axllent/mailpit:v1.27",
        ],
      ],
    },
    {
      title: "neither image nor build",
      values: { mode: "dev", services: { mail: { command: "x" } } },
      problems: [
        [
          "services.mail",
          "neither image nor build",
          "an object with the key image or build",
          "pulumi config set --stack dev --path services.mail.image axllent/mailpit:v1.27",
        ],
      ],
    },
    {
      title: "both image and build",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", build: "./mail" } } },
      problems: [
        [
          "services.mail.build",
          "build beside image",
          "one of them: an image that is built is named by its content",
          "pulumi config rm --stack dev --path services.mail.image",
        ],
      ],
    },
    {
      title: "a build without a context",
      values: { mode: "dev", services: { mail: { build: { target: "x" } } } },
      problems: [
        [
          "services.mail.build.context",
          "nothing",
          "a folder",
          "pulumi config set --stack dev --path services.mail.build.context ./mail",
        ],
      ],
    },
    {
      title: "a quote that is not closed",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", command: "echo 'x" } } },
      problems: [
        [
          "services.mail.command",
          '"echo \'x"',
          "a list of words, or a text with quotes as in a shell",
          "pulumi config set --stack dev --path services.mail.command -- --verbose",
        ],
      ],
    },
    {
      title: "environment as a list without values",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", environment: ["DEBUG"] } } },
      problems: [
        [
          "services.mail.environment",
          "a list",
          "a map of names to texts, or a list of NAME=VALUE",
          "pulumi config rm --stack dev --path services.mail.environment && pulumi config set --stack dev --path services.mail.environment.LOG_LEVEL debug",
        ],
      ],
    },
    {
      title: "a port of the container alone",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", ports: ["8025"] } } },
      problems: [
        [
          "services.mail.ports[0]",
          '"8025"',
          PORT_FORMS,
          "pulumi config set --stack dev --path 'services.mail.ports[0]' 8025:8025",
        ],
      ],
    },
    {
      title: "a port that is none",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", ports: [{ target: 8025, published: 99999 }] } },
      },
      problems: [
        [
          "services.mail.ports[0]",
          "an object",
          PORT_FORMS,
          "pulumi config set --stack dev --path 'services.mail.ports[0]' 8025:8025",
        ],
      ],
    },
    {
      title: "ranges of other lengths",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", ports: ["9000-9002:9000-9001"] } },
      },
      problems: [
        [
          "services.mail.ports[0]",
          '"9000-9002:9000-9001"',
          PORT_FORMS,
          "pulumi config set --stack dev --path 'services.mail.ports[0]' 8025:8025",
        ],
      ],
    },
    {
      title: "a mount without a path in the container",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", volumes: ["data"] } } },
      problems: [
        [
          "services.mail.volumes[0]",
          '"data"',
          MOUNT_FORMS,
          "pulumi config set --stack dev --path 'services.mail.volumes[0]' mails:/data",
        ],
      ],
    },
    {
      title: "a mount with an unknown mode",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", volumes: ["data:/data:rx"] } },
      },
      problems: [
        [
          "services.mail.volumes[0]",
          '"data:/data:rx"',
          MOUNT_FORMS,
          "pulumi config set --stack dev --path 'services.mail.volumes[0]' mails:/data",
        ],
      ],
    },
    {
      title: "the socket of the engine",
      values: {
        mode: "dev",
        services: {
          mail: { image: "mailpit:1", volumes: ["/var/run/docker.sock:/var/run/docker.sock"] },
        },
      },
      problems: [
        [
          "services.mail.volumes[0]",
          "/var/run/docker.sock",
          "anything but the engine's socket: who has that is root of the host",
          "take it out of services.mail.volumes in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "a volume of the app",
      values: {
        mode: "dev",
        app: { volumes: { uploads: "/data/uploads" } },
        services: { files: { image: "nginx:1", volumes: ["uploads:/srv"] } },
      },
      problems: [
        [
          "services.files.volumes[0]",
          "the volume uploads, which is one of app.volumes",
          "a volume of another name",
          "rename the volume in services.files.volumes of Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "a volume that another part has",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", volumes: ["mysql-data:/data"] } },
      },
      problems: [
        [
          "services.mail.volumes[0]",
          "the volume mysql-data, which other parts of a stack have",
          "a volume of another name",
          "rename the volume in services.mail.volumes of Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "a time that is none",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", stop_grace_period: "10 seconds" } },
      },
      problems: [
        [
          "services.mail.stop_grace_period",
          '"10 seconds"',
          "whole seconds, such as 30s, 1m30s or 30",
          "pulumi config set --stack dev --path services.mail.stop_grace_period 1m",
        ],
      ],
    },
    {
      title: "a check's time below a second",
      values: {
        mode: "dev",
        services: {
          mail: { image: "mailpit:1", healthcheck: { test: "true", interval: "500ms" } },
        },
      },
      problems: [
        [
          "services.mail.healthcheck.interval",
          '"500ms"',
          "whole seconds, such as 30s, 1m30s or 30",
          "pulumi config set --stack dev --path services.mail.healthcheck.interval 10s",
        ],
      ],
    },
    {
      title: "a check of no kind",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", healthcheck: { test: ["curl", "x"] } } },
      },
      problems: [
        [
          "services.mail.healthcheck.test",
          "a list",
          "a line for the shell, [CMD, PROGRAM, ...], [CMD-SHELL, LINE] in which LINE is one text, or [NONE]",
          "pulumi config set --stack dev --path services.mail.healthcheck.test 'wget -qO- http://127.0.0.1:8025/livez'",
        ],
      ],
    },
    {
      title: "times of a check without a check",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", healthcheck: { interval: "5s" } } },
      },
      problems: [
        [
          "services.mail.healthcheck",
          "interval without a test",
          "the key test, too, as the image's own check has times of its own; or disable",
          "write services.mail.healthcheck.test into Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "a size that is none",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", shm_size: "lots" } } },
      problems: [
        [
          "services.mail.shm_size",
          '"lots"',
          "a size in whole MB, such as 128m or 1g",
          "pulumi config set --stack dev --path services.mail.shm_size 128m",
        ],
      ],
    },
    {
      title: "options of a folder in memory that Docker has not",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", tmpfs: "/run:size=big" } } },
      problems: [
        [
          "services.mail.tmpfs",
          '"/run:size=big"',
          "a path or a list of paths, each with options such as :size=64m,mode=1777",
          "pulumi config set --stack dev --path services.mail.tmpfs /run:size=64m",
        ],
      ],
    },
    {
      title: "a limit with one side",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", ulimits: { nofile: { soft: 1 } } } },
      },
      problems: [
        [
          "services.mail.ulimits.nofile",
          "an object",
          "a number, or an object with the keys soft and hard",
          "pulumi config set --stack dev --path services.mail.ulimits.nofile 65536",
        ],
      ],
    },
    {
      title: "a capability in lower case",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", cap_add: ["net_admin"] } } },
      problems: [
        [
          "services.mail.cap_add[0]",
          '"net_admin"',
          "a Linux capability, such as NET_ADMIN",
          "pulumi config set --stack dev --path 'services.mail.cap_add[0]' IPC_LOCK",
        ],
      ],
    },
    {
      title: "a signal that is none",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", stop_signal: "QUIT" } } },
      problems: [
        [
          "services.mail.stop_signal",
          '"QUIT"',
          "a signal such as SIGQUIT, or its number",
          "pulumi config set --stack dev --path services.mail.stop_signal SIGQUIT",
        ],
      ],
    },
    {
      title: "a label of Berth",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", labels: { "berth.role": "app" } } },
      },
      problems: [
        [
          'services.mail.labels["berth.role"]',
          'the name "berth.role"',
          "a name of any letters but spaces and =, not beginning with berth.",
          "pulumi config set --stack dev --path services.mail.labels.berth_role VALUE && pulumi config rm --stack dev --path 'services.mail.labels[\"berth.role\"]'",
        ],
      ],
    },
  ]);
});
