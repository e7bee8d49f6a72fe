import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { credentialsOf } from "../../../deploy/checks/try-pull";

const ofTheSettings = { server: "registry.example.com/team", username: "ann", password: "a" };

function loggedInTo(...hosts: string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "berth-login-"));
  const auth = Buffer.from("client:c").toString("base64");
  const auths = Object.fromEntries(hosts.map((host) => [host, { auth }]));
  writeFileSync(join(folder, "config.json"), JSON.stringify({ auths }));
  vi.stubEnv("DOCKER_CONFIG", folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
}

const userFor = async (host: string, login?: typeof ofTheSettings) =>
  (await credentialsOf(login).find(host))?.username;

test("a registry gets the login of the settings, others that of the docker client", async () => {
  loggedInTo("registry.example.com", "base.example.com");
  expect(await userFor("registry.example.com", ofTheSettings)).toBe("ann");
  expect(await userFor("base.example.com", ofTheSettings)).toBe("client");
  expect(await userFor("other.example.com", ofTheSettings)).toBeUndefined();
});

test("without a login in the settings the docker client's holds", async () => {
  loggedInTo("registry.example.com");
  expect(await userFor("registry.example.com")).toBe("client");
});
