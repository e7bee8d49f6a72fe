import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { get } from "../support/http";
import { Project, succeeded } from "../support/project";

describe.each(RUNS)("a stack that is renamed, under $title", ({ engines, index }) => {
  const name = `e2e-rename-${index}`;
  const project = new Project(name, engines, "examples/view-counter");
  const port = 18265 + index;
  const app = { containerPort: 5000, command: "flask --app counter run --host 0.0.0.0" };
  const settings = { mode: "dev", source: "image", database: "redis" };
  const DATA = `${name}-one-redis-data`;
  const publishedAt = (published: number) => ({
    ...settings,
    app: { ...app, port: published },
  });

  beforeAll(async () => {
    await project.stack("one", publishedAt(port));
    await project.mustUp("one");
    expect(await get(`http://127.0.0.1:${port}`)).toBe("This page was seen 1 times.\n");
  });
  afterAll(() => project.remove());

  test("hears that its port is taken by its former self", async () => {
    succeeded(await project.pulumi("stack", "rename", "--stack", "one", "two"));
    const { code, output } = await project.preview("two");
    expect(code).not.toBe(0);
    expect(output).toContain("name it so again: pulumi stack rename --stack two one");
  });

  test("and where its data is, before anything changes", async () => {
    project.configure("two", publishedAt(port + 2));
    for (const { code, output } of [await project.preview("two"), await project.up("two")]) {
      expect(code).not.toBe(0);
      expect(output).toContain(`the data of this stack is in ${DATA}`);
    }
    expect((await leftovers(name)).filter((line) => line.endsWith("data"))).toEqual([
      `volume ${DATA}`,
    ]);
  });

  test("goes on under the former one", async () => {
    succeeded(await project.pulumi("stack", "rename", "--stack", "two", "one"));
    project.configure("one", publishedAt(port));
    succeeded(await project.preview("one", "--expect-no-changes"));
    expect(await get(`http://127.0.0.1:${port}`)).toBe("This page was seen 2 times.\n");
  });

  test("and may have another one once it is destroyed", async () => {
    succeeded(await project.destroy("one"));
    succeeded(await project.pulumi("stack", "rename", "--stack", "one", "two"));
    succeeded(await project.preview("two"));
  });
});
