import { describe, expect, test } from "vitest";
import {
  type Claims,
  conflicts,
  hostNameProblems,
  leftContainers,
  takeover,
  unclaimedVolumes,
  volumeConflicts,
} from "../../../deploy/checks/conflicts";
import { CONTAINER, type Recorded, VOLUME } from "../../../deploy/checks/recorded";

const claims: Claims = {
  project: "widgets",
  stack: "dev",
  names: ["widgets-dev-app", "widgets-dev-database"],
  ports: [
    { key: "app.port", address: "127.0.0.1", port: 8000 },
    { key: "database.port", address: "0.0.0.0", port: 3306 },
  ],
  volumes: ["widgets-dev-app-secrets", "widgets-dev-mysql-data"],
};

type Containers = Parameters<typeof conflicts>[1];

const container = (given: Partial<Containers[number]>): Containers[number] => ({
  Names: ["/other"],
  Labels: {},
  Ports: [],
  Image: "nginx:1.28",
  State: "running",
  Mounts: [],
  ...given,
});
const port = (PublicPort: number, IP?: string, Type = "tcp") =>
  [{ PublicPort, IP, Type, PrivatePort: 80 }] as Containers[number]["Ports"];

const OWN = { "berth.project": "widgets", "berth.stack": "dev" };

test("nothing, where containers of others hold neither name nor port", () => {
  expect(conflicts(claims, [])).toEqual([]);
  expect(conflicts(claims, [container({ Ports: port(8001, "0.0.0.0") })])).toEqual([]);
});

test("the stack's own containers are no conflict", () => {
  const own = { Names: ["/widgets-dev-app"], Labels: OWN, Ports: port(8000, "127.0.0.1") };
  expect(conflicts(claims, [container(own)])).toEqual([]);
});

test.each([
  [
    "another project",
    { "berth.project": "shop", "berth.stack": "dev" },
    "the stack dev of the project shop",
  ],
  ["another stack", { ...OWN, "berth.stack": "prod" }, "the stack prod of the project widgets"],
  ["Compose", { "com.docker.compose.project": "blog" }, "the Compose project blog"],
  ["anybody", {}, "a container of the image nginx:1.28 that Berth did not make, exited"],
])("a name that %s holds", (_, Labels, owner) => {
  const foreign = container({ Names: ["/widgets-dev-app"], Labels, State: "exited" });
  expect(conflicts(claims, [foreign])).toEqual([
    `the container name widgets-dev-app is taken by ${owner}; rename it (docker rename widgets-dev-app widgets-dev-app-old), or remove it (docker rm -f widgets-dev-app)`,
  ]);
});

test("a name has to be the whole one", () => {
  expect(conflicts(claims, [container({ Names: ["/widgets-dev-app-1"] })])).toEqual([]);
});

test("a port that a container holds", () => {
  const foreign = container({ Names: ["/web"], Ports: port(8000, "127.0.0.1") });
  expect(conflicts(claims, [foreign])).toEqual([
    "app.port: the port 8000 is taken by the container web (a container of the image nginx:1.28 that Berth did not make, running); stop it, or choose another port: pulumi config set --stack dev --path app.port 8001",
  ]);
});

test("a port that this stack may have had under another name", () => {
  const Labels = { ...OWN, "berth.stack": "prod" };
  const foreign = container({ Names: ["/web"], Labels, Ports: port(8000, "127.0.0.1") });
  expect(conflicts(claims, [foreign])[0]).toMatch(
    /; if this stack was named prod until now, name it so again: pulumi stack rename --stack dev prod; else stop it, or choose another port: pulumi config set --stack dev --path app\.port 8001$/,
  );
});

test.each([
  ["the same address", 8000, "127.0.0.1", true],
  ["every address", 8000, "0.0.0.0", true],
  ["every IPv6 address", 8000, "::", true],
  ["no address", 8000, undefined, true],
  ["another address", 8000, "10.0.0.1", false],
  ["one address, where every one is wanted", 3306, "10.0.0.1", true],
  ["an IPv6 address, where every one of IPv4 is wanted", 3306, "::1", false],
])("a port that is held on %s", (_, number, ip, taken) => {
  expect(conflicts(claims, [container({ Ports: port(number, ip) })])).toHaveLength(taken ? 1 : 0);
});

test("UDP takes nothing away from TCP", () => {
  expect(conflicts(claims, [container({ Ports: port(8000, "0.0.0.0", "udp") })])).toEqual([]);
});

test("a port inside a container that is not published takes nothing", () => {
  const Ports = [{ PrivatePort: 8000, Type: "tcp" }] as Containers[number]["Ports"];
  expect(conflicts(claims, [container({ Ports })])).toEqual([]);
});

test("all conflicts at once, names first", () => {
  const containers = [
    container({ Names: ["/db"], Ports: port(3306, "0.0.0.0") }),
    container({ Names: ["/widgets-dev-app"], Ports: port(8000, "0.0.0.0") }),
  ];
  expect(conflicts(claims, containers).map((problem) => problem.split(" is taken")[0])).toEqual([
    "the container name widgets-dev-app",
    "app.port: the port 8000",
    "database.port: the port 3306",
  ]);
});

const recorded = (type: string, name: string): Recorded => ({ urn: name, type, outputs: { name } });

test("a container of the stack itself that its state does not have", () => {
  const own = container({ Names: ["/widgets-dev-database"], Labels: OWN });
  const byChance = container({ Names: ["/widgets-dev-app-1-0a1b2c3"], Labels: OWN });
  expect(leftContainers(claims, [own, byChance], [])).toEqual([
    "the container widgets-dev-database is there, and the state of this stack does not have it: an interrupted run may have left it; remove it, its volumes stay: docker rm -f widgets-dev-database",
  ]);
  const state = [recorded(CONTAINER, "widgets-dev-database")];
  expect(leftContainers(claims, [own], state)).toEqual([]);
  expect(leftContainers(claims, [own], undefined)).toEqual([]);
});

test("a name that no other container would find", () => {
  const fits = "w".repeat(63);
  expect(hostNameProblems({ ...claims, hostNames: [fits] })).toEqual([]);
  expect(hostNameProblems(claims)).toEqual([]);
  expect(hostNameProblems({ ...claims, hostNames: ["db", `${fits}-1`] })).toEqual([
    `the container ${fits}-1 would have a name of 65 characters, and others find it by 63 at the most; give the project (name in Pulumi.yaml) or the stack a name that is shorter by 2`,
  ]);
});

describe("volumes", () => {
  type Volume = Parameters<typeof volumeConflicts>[1][number];

  /** Docker says null where there are no labels, which its types leave out. */
  const volume = (Labels: Volume["Labels"] | null, Name = "widgets-dev-mysql-data") =>
    ({ Name, Labels }) as Volume;

  const using = (Labels: Record<string, string>) =>
    container({
      Labels,
      Mounts: [{ Name: "widgets-dev-mysql-data" }] as Containers[number]["Mounts"],
    });

  test.each([
    ["of the stack itself", volume(OWN)],
    ["of others under other names", volume(null, "widgets-dev-mysql")],
    ["that Docker made again without labels", volume(null)],
    ["that a person made", volume({ tier: "gold" })],
  ])("%s are no conflict", (_, given) => {
    expect(volumeConflicts(claims, [given], [using(OWN)])).toEqual([]);
  });

  test.each([
    ["another stack", { ...OWN, "berth.stack": "prod" }, "the stack prod of the project widgets"],
    [
      "another project",
      { "berth.project": "shop", "berth.stack": "dev" },
      "the stack dev of the project shop",
    ],
  ])("of %s are named", (_, labels, owner) => {
    expect(volumeConflicts(claims, [volume(labels)], [])).toEqual([
      `the volume widgets-dev-mysql-data belongs to ${owner}; give this project or stack another name`,
    ]);
  });

  const somebodys = { ...volume({ tier: "gold" }), Driver: "local" };

  test("that nobody made for the stack are not taken over", () => {
    const name = "widgets-dev-mysql-data";
    const plain = { ...volume(null), Driver: "local" };
    for (const given of [somebodys, plain]) {
      expect(unclaimedVolumes(claims, [given], [], []).map(takeover)).toEqual([
        `the volume ${name} (driver local) is there, and Berth did not make it; give this project or stack another name, or, where nobody needs it, remove it: docker volume rm ${name}; docs/backups.md says how its data comes into this stack`,
      ]);
    }
    const compose = volume({ "com.docker.compose.project": "blog" });
    expect(volumeConflicts(claims, [compose], [])).toEqual([
      `the volume ${name} belongs to the Compose project blog; give this project or stack another name`,
    ]);
  });

  test("that the state has, or nobody can tell of, are the stack's", () => {
    const state = [recorded(VOLUME, "widgets-dev-mysql-data")];
    expect(unclaimedVolumes(claims, [somebodys], [], state)).toEqual([]);
    expect(unclaimedVolumes(claims, [somebodys], [], undefined)).toEqual([]);
    expect(unclaimedVolumes(claims, [somebodys], [using(OWN)], [])).toEqual([]);
    expect(unclaimedVolumes(claims, [volume(OWN)], [], [])).toEqual([]);
  });

  test("of the stack itself that somebody's container uses are named while it runs", () => {
    expect(volumeConflicts(claims, [volume(OWN)], [using({})])).toEqual([
      "the volume widgets-dev-mysql-data is used by the container other (a container of the image nginx:1.28 that Berth did not make, running); stop it: docker stop other",
    ]);
    expect(volumeConflicts(claims, [volume(OWN)], [{ ...using({}), State: "exited" }])).toEqual([]);
  });

  test("that a container of somebody else uses are named, with the container", () => {
    expect(volumeConflicts(claims, [volume(null)], [using({})])).toEqual([
      "the volume widgets-dev-mysql-data is used by the container other (a container of the image nginx:1.28 that Berth did not make, running); give this project or stack another name",
    ]);
  });
});
