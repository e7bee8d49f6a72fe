import { describe, expect, test } from "vitest";
import { check, failureOf } from "./look-at-engine";

describe("a registry", () => {
  const registry = { server: "registry.example.com:5000", username: "ann", password: "s3cret" };

  test("is asked with the login of the settings", async () => {
    const { engine, requests } = await check(
      { registry },
      { "POST /auth": () => ({ body: { Status: "Login Succeeded" } }) },
    );
    await engine;
    const login = requests.find(({ line }) => line.startsWith("POST /auth"));
    expect(JSON.parse(String(login?.body))).toEqual({
      username: "ann",
      password: "s3cret",
      serveraddress: "registry.example.com:5000",
    });
  });

  test("without a user is not asked", async () => {
    const { engine, requests } = await check({ registry: { server: "registry.example.com" } });
    await engine;
    expect(requests.filter(({ line }) => line.startsWith("POST"))).toEqual([]);
  });

  test("that does not answer is told from a wrong password", async () => {
    const message = "dial tcp: lookup registry.example.com: no such host";
    const { engine } = await check(
      { registry },
      { "POST /auth": () => ({ status: 500, body: { message } }) },
    );
    expect(await failureOf(engine)).toBe(
      `registry.server: registry.example.com:5000 does not answer to a login: ${message}`,
    );
  });
});
