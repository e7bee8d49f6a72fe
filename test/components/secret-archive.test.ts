import { pack } from "tar-stream";
import { describe, expect, test } from "vitest";
import {
  archiveOf,
  uidOf,
  uidOfImage,
  writeToVolume,
} from "../../components/platforms/docker/secret-archive";
import { connect } from "../../docker/connect";
import { fakeEngine, type Routes } from "../docker/fake-engine";
import { filesIn } from "./tar";

const PASSWD = ["root:x:0:0:root:/root:/bin/sh", "app2:x:7:7::/:", "app:x:10001:50::/:", ""].join(
  "\n",
);

test("files that only their owner can read", async () => {
  const archive = await archiveOf([
    { name: "password", content: "geheimer Schlüssel", uid: 999 },
    { name: "api_key", content: "", uid: 10001 },
  ]);
  expect(await filesIn(archive)).toEqual([
    { name: "password", uid: 999, gid: 0, mode: 0o400, content: "geheimer Schlüssel" },
    { name: "api_key", uid: 10001, gid: 0, mode: 0o400, content: "" },
  ]);
});

test.each([
  "-----END OPENSSH PRIVATE KEY-----\n",
  "a\r\nb\r\n",
  "\n\n lead and trail \n\n",
  "\uFEFFü\n",
])("a file has its content to the byte: %j", async (content) => {
  const [file] = await filesIn(await archiveOf([{ name: "key", content, uid: 999 }]));
  expect(file?.content).toBe(content);
});

test.each([
  ["", 0],
  ["0", 0],
  ["1000", 1000],
  ["1000:1001", 1000],
  ["1000:staff", 1000],
  ["root", 0],
  ["app", 10001],
  ["app:staff", 10001],
])("the user %o has the number %i", (user, uid) => {
  expect(uidOf(user, PASSWD)).toBe(uid);
});

test("a user that the image does not have", () => {
  expect(() => uidOf("ghost:staff", PASSWD)).toThrow(
    "the image runs as ghost, whom its /etc/passwd does not have",
  );
});

describe("the number of the user whom an image runs as", () => {
  async function look(User: string | undefined) {
    const passwd = pack();
    passwd.entry({ name: "passwd" }, PASSWD);
    passwd.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of passwd) chunks.push(chunk as Buffer);
    const { address, requests } = await fakeEngine({
      "GET /images/sha256:1/json": () => ({ body: { Config: { User } } }),
      "POST /containers/create": () => ({ status: 201, body: { Id: "c1" } }),
      "GET /containers/c1/archive": () => ({ body: Buffer.concat(chunks) }),
      "DELETE /containers/c1": () => ({ status: 204 }),
    });
    const uid = await uidOfImage(connect(address), "sha256:1");
    return { uid, asked: requests.map(({ line }) => line) };
  }

  test.each([
    ["10001:10001", 10001],
    ["", 0],
    [undefined, 0],
  ])("%o is one already", async (user, uid) => {
    expect(await look(user)).toEqual({ uid, asked: ["GET /images/sha256:1/json"] });
  });

  test("a name is looked up in a container that is never started", async () => {
    expect(await look("app:staff")).toEqual({
      uid: 10001,
      asked: [
        "GET /images/sha256:1/json",
        expect.stringMatching(/^POST \/containers\/create\?/),
        "GET /containers/c1/archive?path=%2Fetc%2Fpasswd",
        "DELETE /containers/c1?v=true&force=true",
      ],
    });
  });
});

describe("writing into a volume", () => {
  async function write(routes: Routes = {}, volume = "widgets-secrets") {
    const { address, requests } = await fakeEngine({
      "POST /containers/create": () => ({ status: 201, body: { Id: "c1" } }),
      [`GET /volumes/${volume}`]: () => ({ body: { Labels: { "berth.stack": "dev" } } }),
      "PUT /containers/c1/archive": () => ({}),
      "DELETE /containers/c1": () => ({ status: 204 }),
      ...routes,
    });
    const files = [{ name: "password", content: "s3cret", uid: 10001 }];
    const written = writeToVolume(connect(address), volume, "sha256:1", files);
    return { requests, written };
  }

  test.each(["widgets-secrets", "widgets-secrets-0123456789abcdef"])(
    "through a container that is never started, of one name for each version of %s",
    async (volume) => {
      const { requests, written } = await write({}, volume);
      await written;
      expect(requests.map(({ line }) => line)).toEqual([
        `GET /volumes/${volume}`,
        "GET /containers/widgets-secrets-writer/json",
        expect.stringMatching(/^POST \/containers\/create\?name=widgets-secrets-writer/),
        "PUT /containers/c1/archive?path=%2Frun%2Fsecrets",
        "DELETE /containers/c1?v=true&force=true",
      ]);
      expect(JSON.parse(String(requests[2]?.body))).toEqual({
        name: "widgets-secrets-writer",
        Image: "sha256:1",
        Cmd: ["true"],
        Labels: { "berth.stack": "dev", "berth.writes": volume },
        HostConfig: { Binds: [`${volume}:/run/secrets`], NetworkMode: "none" },
      });
      expect(await filesIn(requests[3]?.body ?? Buffer.alloc(0))).toEqual([
        { name: "password", uid: 10001, gid: 0, mode: 0o400, content: "s3cret" },
      ]);
    },
  );

  const CREATED = { Status: "created" };
  const LABELS = { "berth.stack": "dev" };
  test.each([
    ["that a crash left behind goes first", CREATED, LABELS, true],
    ["of somebody else stays", CREATED, { "berth.stack": "prod" }, false],
    ["that was started stays", { Status: "exited" }, LABELS, false],
  ])("a container of that name %s", async (_, State, Labels, isRemoved) => {
    const { requests, written } = await write({
      "GET /containers/widgets-secrets-writer/json": () => ({
        body: { Id: "old", State, Config: { Labels } },
      }),
      "DELETE /containers/old": () => ({ status: 204 }),
    });
    await written;
    const removal = "DELETE /containers/old?v=true&force=true";
    expect(requests.some(({ line }) => line === removal)).toBe(isRemoved);
  });

  test("a container of that name stays where the volume has no labels to tell by", async () => {
    const { requests, written } = await write({
      "GET /volumes/widgets-secrets": () => ({ body: { Labels: null } }),
      "GET /containers/widgets-secrets-writer/json": () => ({
        body: { Id: "old", State: CREATED, Config: { Labels: {} } },
      }),
    });
    await written;
    expect(requests.map(({ line }) => line)).not.toContain(
      "DELETE /containers/old?v=true&force=true",
    );
  });

  test("the container goes when the writing fails", async () => {
    const { requests, written } = await write({
      "PUT /containers/c1/archive": () => ({ status: 500, body: { message: "no space left" } }),
    });
    await expect(written).rejects.toThrow("no space left");
    expect(requests.at(-1)?.line).toBe("DELETE /containers/c1?v=true&force=true");
  });
});
