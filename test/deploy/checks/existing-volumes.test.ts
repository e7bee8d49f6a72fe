import { expect, test } from "vitest";
import { existingVolumeProblems } from "../../../deploy/checks/existing-volumes";

const existingVolumes = [{ key: "database.volume", volume: "shop_db" }];
const claims = { project: "shop", stack: "prod", existingVolumes };
const there = (Labels: Record<string, string> = {}) => [{ Name: "shop_db", Labels }];
const compose = { "com.docker.compose.project": "shop" };
const user = (State: string, Labels = compose as Record<string, string>) =>
  ({
    Names: ["/shop-db-1"],
    Labels,
    Ports: [],
    Image: "mysql",
    State,
    Mounts: [{ Name: "shop_db" }],
  }) as never;

test("a volume that nobody uses is taken over, whoever made it", () => {
  expect(existingVolumeProblems(claims, there(compose), [user("exited")], undefined)).toEqual([]);
  const own = { "berth.project": "shop", "berth.stack": "prod" };
  expect(existingVolumeProblems(claims, there(own), [user("running", own)], undefined)).toEqual([]);
});

test("one that the stack itself made is taken over only where it is kept", () => {
  const own = { "berth.project": "shop", "berth.stack": "prod" };
  const made = { urn: "a", type: "docker:index/volume:Volume", outputs: { name: "shop_db" } };
  const type = "pulumi-nodejs:dynamic/berth:KeptVolume";
  const keeper = { urn: "b", type, outputs: { volume: "shop_db" } };
  const said = (...state: (typeof made | typeof keeper)[]) =>
    existingVolumeProblems(claims, there(own), [], undefined, state);
  expect(said(made)).toEqual([
    "database.volume: the volume shop_db is one that this stack made and does not keep: it would be deleted once it is named here; nothing was changed. Leave it out where it is the one of the same entry: pulumi config rm --stack prod --path database.volume; that of another entry is kept once that one has keepData: true and was brought up",
  ]);
  expect(said(made, keeper)).toEqual([]);
  expect(said()).toEqual([]);
});

test("one that is not there, in use, or of another stack is refused with what helps", () => {
  expect(existingVolumeProblems(claims, [], [], undefined)).toEqual([
    "database.volume: the engine has no volume shop_db; name one that docker volume ls shows, or begin with one of the stack's own: pulumi config rm --stack prod --path database.volume",
  ]);
  expect(existingVolumeProblems(claims, there(compose), [user("running")], undefined)).toEqual([
    "database.volume: the volume shop_db is used by the container shop-db-1 (the Compose project shop), and two servers must never share one; stop it: docker stop shop-db-1, or have up do it: pulumi config set --stack prod --path 'adopt[0]' shop-db-1",
  ]);
  const other = { "berth.project": "shop", "berth.stack": "dev" };
  expect(existingVolumeProblems(claims, there(other), [], undefined)).toEqual([
    "database.volume: the volume shop_db belongs to the stack dev of the project shop; back that one up, and restore it here (docs/backups.md)",
  ]);
});

test("a node that is not asked cannot be looked at", () => {
  const node = { id: "two", name: "server-2", isElsewhere: true };
  expect(existingVolumeProblems(claims, there(), [], node)).toEqual([
    "database.volume: the data of this stack is on the node server-2, and only the volumes of the engine that is asked can be looked at; name that one: pulumi config set --stack prod host ssh://USER@server-2",
  ]);
});

test("files may have more than one writer, where nothing says otherwise", () => {
  const shared = {
    ...claims,
    existingVolumes: [{ ...existingVolumes[0], isShared: true } as never],
  };
  expect(existingVolumeProblems(shared, there(compose), [user("running")], undefined)).toEqual([]);
});
