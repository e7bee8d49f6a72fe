import { describe } from "vitest";
import { itRejects } from "../bad-input";

describe("services beside one another and the rest of a stack", () => {
  itRejects([
    {
      title: "somebody to wait for who is not there",
      values: { mode: "dev", services: { mail: { image: "mailpit:1", depends_on: ["databse"] } } },
      problems: [
        [
          "services.mail.depends_on.databse",
          "databse, which the stack does not have",
          "database (did you mean this?), or one of app, database",
          "pulumi config rm --stack dev --path 'services.mail.depends_on[0]'",
        ],
      ],
    },
    {
      title: "two mounts at one place",
      values: {
        mode: "dev",
        services: {
          mail: {
            image: "mailpit:1",
            tmpfs: "/cache",
            volumes: ["a:/data", "b:/x/../data/", { type: "volume", target: "/cache" }],
          },
        },
      },
      problems: [
        [
          "services.mail.volumes[1]",
          "/data, where services.mail.volumes[0] is",
          "a path of its own",
          "give it another path in services.mail.volumes of Pulumi.dev.yaml, or take one of them out",
        ],
        [
          "services.mail.volumes[2]",
          "/cache, where services.mail.tmpfs is",
          "a path of its own",
          "give it another path in services.mail.volumes of Pulumi.dev.yaml, or take one of them out",
        ],
      ],
    },
    {
      title: "a mount where secrets are",
      values: {
        mode: "dev",
        services: {
          mail: {
            image: "mailpit:1",
            user: "1000",
            secrets: { token: "hunter2" },
            volumes: ["a:/run/secrets"],
          },
        },
      },
      secretKeys: ["services"],
      problems: [
        [
          "services.mail.volumes[0]",
          "/run/secrets, where services.mail.secrets is",
          "a path of its own",
          "give it another path in services.mail.volumes of Pulumi.dev.yaml, or take one of them out",
        ],
      ],
    },
    {
      title: "the engine's socket by a way round",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", volumes: ["/var/../run/.:/x"] } },
      },
      problems: [
        [
          "services.mail.volumes[0]",
          "/var/../run/.",
          "anything but the engine's socket: who has that is root of the host",
          "take it out of services.mail.volumes in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "a condition that is none",
      values: {
        mode: "dev",
        services: {
          mail: { image: "mailpit:1", depends_on: { database: { condition: "healthy" } } },
        },
      },
      problems: [
        [
          "services.mail.depends_on.database",
          "an object",
          "condition: service_started, service_healthy (both wait until it is ready) or service_completed_successfully (until it has ended)",
          "pulumi config set --stack dev --path services.mail.depends_on.database service_healthy",
        ],
      ],
    },
    {
      title: "the end of a database",
      values: {
        mode: "dev",
        services: {
          mail: {
            image: "mailpit:1",
            depends_on: { database: { condition: "service_completed_successfully" } },
          },
        },
      },
      problems: [
        [
          "services.mail.depends_on.database",
          "the condition service_completed_successfully of the database",
          "service_started or service_healthy: it does not end",
          "change the condition in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "a circle",
      values: {
        mode: "dev",
        services: {
          a: { image: "x:1", depends_on: ["b"] },
          b: { image: "x:1", depends_on: ["c"] },
          c: { image: "x:1", depends_on: ["a"] },
        },
      },
      problems: [
        [
          "services.a.depends_on",
          "a circle: a -> b -> c -> a",
          "an order in which one of them can start first",
          "take one of them out of depends_on in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "the name of the app",
      values: { mode: "dev", services: { app: "mailpit:1" } },
      problems: [
        [
          "services.app",
          "the name app, by which the app is reached",
          "another name",
          "rename services.app in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "the name that every container has for itself",
      values: { mode: "dev", services: { localhost: "mailpit:1" } },
      problems: [
        [
          "services.localhost",
          "the name localhost, by which each container itself is reached",
          "another name",
          "rename services.localhost in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "the name of the database",
      values: { mode: "dev", services: { database: "mailpit:1" } },
      problems: [
        [
          "services.database",
          "the name database, by which the database is reached",
          "another name",
          "rename services.database in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "two names that Docker writes alike",
      values: { mode: "dev", services: { a_b: "x:1", "a-b": "x:1" } },
      problems: [
        [
          "services.a-b",
          "the name a-b, beside a_b",
          "another name: both containers would be named alike",
          "rename services.a-b in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "two that publish the same port",
      values: {
        mode: "dev",
        services: {
          mail: { image: "mailpit:1", ports: ["8025:8025"] },
          other: { image: "x:1", ports: ["8025:80"] },
        },
      },
      problems: [
        [
          "services.other.ports[0]",
          "127.0.0.1:8025, which services.mail.ports[0] takes",
          "a port of its own",
          "give it another port in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "the app's port",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", ports: ["0.0.0.0:8000:80"] } },
      },
      problems: [
        [
          "services.mail.ports[0]",
          "0.0.0.0:8000, which app.port takes",
          "a port of its own",
          "give it another port in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "secrets of a user by name",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", user: "mail", secrets: { a: "x" } } },
      },
      problems: [
        [
          "services.mail.secrets.a",
          "a value in plain text",
          "an encrypted value",
          "pulumi config set --stack dev --secret --path services.mail.secrets.a",
        ],
        [
          "services.mail.user",
          '"mail" beside secrets',
          "UID or UID:GID in numbers, to whom the files belong",
          "pulumi config set --stack dev --path services.mail.user 10001:10001",
        ],
      ],
    },
    {
      title: "a job with a port and a check",
      values: {
        mode: "dev",
        services: {
          job: { image: "x:1", ports: ["9:9"], restart: "always", healthcheck: { test: "true" } },
          mail: {
            image: "x:1",
            depends_on: { job: { condition: "service_completed_successfully" } },
          },
        },
      },
      problems: [
        [
          "services.job.healthcheck",
          "an object with condition service_completed_successfully",
          "nothing: somebody waits for its end",
          "pulumi config rm --stack dev --path services.job.healthcheck",
        ],
        [
          "services.job.restart",
          '"always" with condition service_completed_successfully',
          "nothing: somebody waits for its end",
          "pulumi config rm --stack dev --path services.job.restart",
        ],
        [
          "services.job.ports",
          "a list with condition service_completed_successfully",
          "nothing: somebody waits for its end",
          "pulumi config rm --stack dev --path services.job.ports",
        ],
      ],
    },
    {
      title: "a folder with platform swarm",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", volumes: ["./conf:/conf:ro"] } },
        platform: "swarm",
        source: "image",
      },
      problems: [
        [
          "services.mail.volumes[0]",
          "./conf with platform swarm",
          "a named volume, or build with the files in the image: nothing there sees this machine's folders",
          "take it out of services.mail.volumes in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "what a Swarm has not",
      values: {
        mode: "dev",
        services: {
          mail: {
            image: "mailpit:1",
            ulimits: { nofile: 10 },
            shm_size: "64m",
            limits: { pids: 50 },
            hardening: { noNewPrivileges: true },
            extra_hosts: ["h=host-gateway"],
          },
        },
        platform: "swarm",
        source: "image",
      },
      problems: [
        [
          "services.mail.ulimits",
          "an object with platform swarm",
          "nothing: the docker provider has none for services of a Swarm",
          "pulumi config rm --stack dev --path services.mail.ulimits",
        ],
        [
          "services.mail.shm_size",
          '"64m" with platform swarm',
          "nothing: the docker provider has none for services of a Swarm",
          "pulumi config rm --stack dev --path services.mail.shm_size",
        ],
        [
          "services.mail.limits.pids",
          "50 with platform swarm",
          "nothing: the docker provider has none for services of a Swarm",
          "pulumi config rm --stack dev --path services.mail.limits.pids",
        ],
        [
          "services.mail.hardening.noNewPrivileges",
          "true with platform swarm",
          "nothing: the docker provider has none for services of a Swarm",
          "pulumi config rm --stack dev --path services.mail.hardening.noNewPrivileges",
        ],
        [
          "services.mail.extra_hosts",
          "host-gateway with platform swarm",
          "an address: each node is another machine",
          "write an address into services.mail.extra_hosts of Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "an address with platform swarm",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", ports: ["127.0.0.1:8025:8025"] } },
        platform: "swarm",
        source: "image",
      },
      problems: [
        [
          "services.mail.ports[0]",
          "127.0.0.1:8025 with platform swarm",
          "a port without an address, since nodes publish on all of theirs",
          "take the address away in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "a folder of this machine with a remote host",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", volumes: ["./conf:/conf"] } },
        host: "ssh://me@server",
        source: "image",
      },
      problems: [
        [
          "services.mail.volumes[0]",
          './conf with the host "ssh://me@server"',
          "a named volume, or build with the files in the image: nothing there sees this machine's folders",
          "take it out of services.mail.volumes in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "root where nothing is to run as root",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", user: "0" } },
        hardening: true,
      },
      problems: [
        [
          "services.mail.user",
          '"0", which is root, with hardening.nonRoot',
          "another user; or root, with services.mail.hardening.nonRoot set to false",
          "pulumi config set --stack dev --path services.mail.user 10001:10001",
        ],
      ],
    },
    {
      title: "a capability of the host where they are dropped",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", cap_add: ["SYS_ADMIN"] } },
        hardening: true,
      },
      problems: [
        [
          "services.mail.cap_add[0]",
          "SYS_ADMIN, which makes a container root of its host, with hardening.dropCapabilities",
          "another capability; or this one with services.mail.hardening.dropCapabilities set to false",
          "take it out of services.mail.cap_add in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "an app that waits for who waits for it",
      values: {
        mode: "dev",
        services: { mail: { image: "mailpit:1", depends_on: ["app"] } },
        app: { dependsOn: ["mail"] },
      },
      problems: [
        [
          "services.mail.depends_on",
          "a circle: mail -> app -> mail",
          "an order in which one of them can start first",
          "take one of them out of depends_on in Pulumi.dev.yaml",
        ],
      ],
    },
    {
      title: "an app that waits for nobody",
      values: { mode: "dev", services: { mail: "mailpit:1" }, app: { dependsOn: ["mial"] } },
      problems: [
        [
          "app.dependsOn.mial",
          "mial, which the stack does not have",
          "mail (did you mean this?), or one of mail, database",
          "pulumi config rm --stack dev --path 'app.dependsOn[0]'",
        ],
      ],
    },
  ]);
});
