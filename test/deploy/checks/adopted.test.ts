import { expect, test } from "vitest";
import { lookAtAdopted } from "../../../deploy/checks/adopted";

const id = { project: "shop", stack: "prod" };

interface Given {
  labels?: Record<string, string>;
  running?: boolean;
  volumes?: string[];
  network?: string;
  port?: number;
  autoRemove?: boolean;
}

/** An engine with these containers. */
const engine = (all: Record<string, Given>) =>
  ({
    getContainer: (name: string) => ({
      async inspect() {
        const one = all[name];
        if (!one) throw Object.assign(new Error("none"), { statusCode: 404 });
        const { labels = {}, running = true, volumes = [], network = name, port } = one;
        return {
          Name: `/${name}`,
          Config: { Labels: labels, Image: "image" },
          State: { Running: running },
          Mounts: volumes.map((Name) => ({ Name })),
          HostConfig: {
            AutoRemove: one.autoRemove ?? false,
            PortBindings: port ? { "80/tcp": [{ HostPort: String(port) }] } : {},
          },
          NetworkSettings: { Networks: { [network]: {} } },
        };
      },
    }),
  }) as never;

const claims = (adopt: string[]) => ({
  ...id,
  adopt,
  existingVolumes: [
    { key: "databases.db.volume", volume: "db", ofServer: true },
    { key: "app.volumes.files.volume", volume: "files", isShared: true },
    { key: "app.volumes.sqlite.volume", volume: "sqlite" },
  ],
  ports: [
    { key: "app.port", port: 8000 },
    { key: "databases.db.port", port: 5432 },
  ],
});

const SHOP = {
  db: { volumes: ["db"], network: "shop" },
  worker: { network: "shop" },
  web: { port: 8000 },
  lite: { volumes: ["sqlite"] },
  files: { volumes: ["files"] },
  tunnel: { port: 5432 },
};

test("each container runs as long as what the stack needs of it allows, a server longer than who uses it", async () => {
  const found = await lookAtAdopted(engine(SHOP), claims(Object.keys(SHOP)), undefined);
  expect(found.problems).toEqual([]);
  const soon = (name: string) => ({ name, graceSeconds: 10 });
  expect(found.waves).toEqual({
    data: [[soon("worker"), soon("lite"), soon("tunnel")], [{ name: "db", graceSeconds: 60 }]],
    app: [[soon("web")]],
    rest: [[soon("files")]],
  });
  expect([...found.stopping]).toEqual(Object.keys(SHOP));
});

test("a plan says of each when it is stopped and what the stack takes, the darkness, and the way back", async () => {
  const found = await lookAtAdopted(engine(SHOP), claims(["db", "lite", "files"]), undefined);
  expect(found.plan).toEqual([
    `adopt: the stack takes the place of containers that ran before it. They are stopped, never removed, and Docker does not start them again with its own next start:
  db: stopped before the new servers start; its volume db becomes databases.db.volume
  lite: stopped before its files get their new owner; its volume sqlite becomes app.volumes.sqlite.volume
  files: stopped once the new containers are healthy; its volume files becomes app.volumes.files.volume
Nobody answers from their stop until the new app is healthy.
To go back to them after the up: ./pulumiw import undo --stack prod`,
  ]);
});

test("what the state has as taken over stays as it was, also once the container is removed", async () => {
  const waves = [[{ name: "db", graceSeconds: 60 }]];
  const state = [
    {
      urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/berth:TakeOver::take-over-data",
      type: "pulumi-nodejs:dynamic/berth:TakeOver",
      outputs: { waves },
    },
  ];
  const found = await lookAtAdopted(engine({}), claims(["db"]), state);
  expect(found).toMatchObject({ problems: [], plan: [], waves: { data: waves } });
  // One that runs again is in the way, as any other.
  const again = await lookAtAdopted(engine(SHOP), claims(["db"]), state);
  expect([...again.stopping]).toEqual([]);
});

test("what cannot be stopped for good is refused with what helps", async () => {
  const all = {
    own: { labels: { "berth.project": "shop", "berth.stack": "prod" } },
    task: { labels: { "com.docker.swarm.service.name": "shop_web" } },
    brief: { autoRemove: true },
  };
  const found = await lookAtAdopted(engine(all), claims(["none", ...Object.keys(all)]), undefined);
  expect(found.problems).toEqual([
    "adopt: the engine has no container none; name one that docker ps -a shows, or take it out of adopt in Pulumi.prod.yaml",
    "adopt: the container own is this stack's own; take it out of adopt in Pulumi.prod.yaml",
    "adopt: the container task is a task of the service shop_web, which Swarm starts again; take it out of adopt in Pulumi.prod.yaml, and stop the service: docker service scale shop_web=0",
    "adopt: the container brief was started with --rm, so that Docker removes it, and its unnamed volumes, when it stops; start it without --rm (docker run ... image), or take it out of adopt in Pulumi.prod.yaml and stop it yourself",
  ]);
});
