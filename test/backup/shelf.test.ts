import { expect, test } from "vitest";
import { shelfOf } from "../../backup/places";
import { listBackups, readableIn } from "../../backup/shelf";
import { labelMap } from "../../components/labels";
import { connect } from "../../docker/connect";
import { fakeEngine, frames } from "../docker/fake-engine";

const id = { project: "shop", stack: "prod" };
const NAME = "20261130T000000Z.redis.rdb";

/** An engine whose tool answers each command by exit code and output; `ran` has user and words of each. */
async function engine(answers: Record<string, [exitCode: number, output?: string]>) {
  const ran: string[] = [];
  const answer = () => {
    const found = Object.entries(answers).find(([start]) => ran.at(-1)?.startsWith(start));
    return found?.[1] ?? [0];
  };
  const { address } = await fakeEngine({
    "GET /containers/shop-prod-backup/json": () => ({
      body: {
        Image: "sha256:1",
        Config: {
          User: "1000:1000",
          Env: ["BACKUP_FOLDER=/data"],
          Labels: labelMap(id, "backup"),
        },
        Mounts: [{ Type: "bind", Source: "/mnt/nfs", Destination: "/data" }],
      },
    }),
    "POST /containers/create": () => ({ status: 201, body: { Id: "t1" } }),
    "PUT /containers/t1/archive": () => ({}),
    "POST /containers/t1/start": () => ({ status: 204 }),
    "POST /containers/t1/exec": ({ body }) => {
      const { User = "", Cmd } = JSON.parse(body.toString());
      ran.push(`${User || "root"} ${Cmd[0]}`);
      return { status: 201, body: { Id: "x1" } };
    },
    "POST /exec/x1/start": () => ({ body: frames(answer()[1] ?? "") }),
    "GET /exec/x1/json": () => ({ body: { ExitCode: answer()[0] } }),
    "DELETE /containers/t1": () => ({ status: 204 }),
  });
  const docker = connect(address);
  const shelf = await shelfOf({ docker, id }, []);
  if (!shelf) throw new Error("no shelf");
  return { docker, shelf, ran, container: docker.getContainer("t1") };
}

test("a folder of the host is listed as its owner, since root may be nobody there", async () => {
  const { docker, shelf, ran } = await engine({ "1000:1000 sh": [0, `${NAME} 12\n`] });
  expect(shelf).toEqual({ from: "/mnt/nfs", image: "sha256:1", owner: "1000:1000" });
  expect(await listBackups({ docker, id }, shelf)).toMatchObject([{ name: NAME, bytes: 12 }]);
  expect(ran).toEqual(["1000:1000 sh"]);
});

test("what root can read is read where it is", async () => {
  const { container, shelf, ran } = await engine({});
  expect(await readableIn(container, shelf, NAME)).toBe("/backups");
  expect(ran).toEqual(["root head"]);
  expect(await readableIn(container, { ...shelf, owner: undefined }, NAME)).toBe("/backups");
  expect(ran, "a volume is not looked at").toHaveLength(1);
});

test("what root cannot read its owner copies; where neither can, that is said", async () => {
  const { container, shelf, ran } = await engine({ "root head": [1] });
  expect(await readableIn(container, shelf, NAME)).toBe("/tmp/berth-backups");
  expect(ran).toEqual(["root head", "1000:1000 sh"]);
  const denied = await engine({ "root head": [1], "1000:1000 sh": [1, "Permission denied"] });
  await expect(readableIn(denied.container, shelf, NAME)).rejects.toThrow(
    `${NAME} cannot be read in /mnt/nfs, neither by root nor by its owner 1000:1000: `,
  );
});
