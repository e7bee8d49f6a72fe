import { expect, test } from "vitest";
import { lightClient } from "../../docker/light-client";
import { NoAnswer } from "../../docker/no-answer";
import { fakeEngine } from "./fake-engine";

test.each(["unix", "tcp"] as const)(
  "asks over %s, with what is given and nothing else",
  async (way) => {
    const { address, requests } = await fakeEngine({ "POST /a": () => ({ body: { b: 1 } }) }, way);
    const client = lightClient(address, {});
    const query = { all: true, none: undefined, filters: { label: ["x=y"] } };
    expect(await client.ask("POST", "/a", { query, body: { c: 2 } })).toEqual({ b: 1 });
    const [request] = requests;
    expect(decodeURIComponent(request?.line ?? "")).toBe(
      'POST /a?all=true&filters={"label":["x=y"]}',
    );
    expect(request?.body.toString()).toBe('{"c":2}');
    client.close();
  },
);

test("an engine's refusal is its own words with its status", async () => {
  const refused = () => ({ status: 409, body: { message: "it is paused" } });
  const { address } = await fakeEngine({ "GET /a": refused });
  const client = lightClient(address, {});
  const expected = { message: "it is paused", statusCode: 409 };
  await expect(client.ask("GET", "/a")).rejects.toMatchObject(expected);
  await expect(client.stream("/a")).rejects.toMatchObject(expected);
  await expect(client.ask("GET", "/other")).rejects.toMatchObject({ statusCode: 404 });
});

test("an engine that says nothing, or is not there, is not waited for", async () => {
  const { address } = await fakeEngine({ "GET /a": () => undefined });
  await expect(lightClient(address, {}).ask("GET", "/a", { limitMs: 50 })).rejects.toThrow(
    NoAnswer,
  );
  await expect(lightClient("unix:///nobody.sock", {}).ask("GET", "/a")).rejects.toMatchObject({
    code: "ENOENT",
  });
});
