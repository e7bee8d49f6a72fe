import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Credentials } from "../../docker/credentials";

const folder = mkdtempSync(join(tmpdir(), "berth-credentials-"));
const path = process.env.PATH;
const auth = (text: string) => Buffer.from(text).toString("base64");

beforeAll(() => {
  const auths = {
    "https://index.docker.io/v1/": { auth: auth("hub:secret") },
    "registry.example.com:5000": { auth: auth("me:pass:word") },
  };
  const credHelpers = {
    "helped.example.com": "berth-test",
    "broken.example.com": "berth-broken",
    "mute.example.com": "berth-mute",
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify({ auths, credHelpers }));
  const helper = join(folder, "docker-credential-berth-test");
  writeFileSync(
    helper,
    '#!/bin/sh\nread key\necho "{\\"Username\\":\\"$key\\",\\"Secret\\":\\"helped\\"}"\n',
  );
  chmodSync(helper, 0o755);
  for (const [name, script] of [
    ["broken", "echo no JSON"],
    ["mute", "exec <&-; exit 1"],
  ]) {
    const other = join(folder, `docker-credential-berth-${name}`);
    writeFileSync(other, `#!/bin/sh\n${script}\n`);
    chmodSync(other, 0o755);
  }
  process.env.PATH = `${folder}${delimiter}${path}`;
});

afterAll(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

describe("the login of a registry", () => {
  const find = (host: string, given?: unknown) =>
    new Credentials(given, { DOCKER_CONFIG: folder }).find(host);

  it("is the one that the provider is given", async () => {
    const given = [{ address: "https://registry.example.com:5000", username: "a", password: "b" }];
    expect(await find("registry.example.com:5000", given)).toMatchObject({
      username: "a",
      password: "b",
    });
  });

  it("else the docker client's, with colons in its password", async () => {
    expect(await find("registry.example.com:5000")).toEqual({
      username: "me",
      password: "pass:word",
      serveraddress: "registry.example.com:5000",
    });
  });

  it.each(["docker.io", "index.docker.io", "registry-1.docker.io"])(
    "is Docker Hub's for %s",
    async (host) => {
      expect(await find(host)).toMatchObject({
        username: "hub",
        serveraddress: "https://index.docker.io/v1/",
      });
    },
  );

  it("comes from a credential helper", async () => {
    expect(await find("helped.example.com")).toMatchObject({ password: "helped" });
  });

  it.each(["broken", "mute"])("is none where a helper is %s", async (how) => {
    expect(await find(`${how}.example.com`)).toBeUndefined();
  });

  it("is none where none is known", async () => {
    expect(await find("other.example.com")).toBeUndefined();
  });

  it("is read from the file or the text that the provider is given", async () => {
    const content = JSON.stringify({ auths: { "a.example.com": { auth: auth("x:y") } } });
    const given = [{ address: "a.example.com", configFileContent: content }];
    expect(await find("a.example.com", given)).toMatchObject({ username: "x", password: "y" });
    const broken = [{ address: "a.example.com", configFileContent: "{" }];
    await expect(find("a.example.com", broken)).rejects.toThrow(
      "configFileContent is not valid JSON",
    );
  });
});
