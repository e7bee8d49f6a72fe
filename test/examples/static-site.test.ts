import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES } from "../support/engines";
import { get } from "../support/http";
import { Project } from "../support/project";

describe.each(ENGINES)("the example static-site under %s", (engine) => {
  const project = new Project(`example-site-${engine}`, engine, "examples/static-site");
  const port = 18800 + ENGINES.indexOf(engine);
  const url = `http://localhost:${port}`;
  const container = `${project.name}-dev-site`;

  beforeAll(async () => {
    await project.stack("dev", { port });
    await project.mustUp("dev");
  });
  afterAll(() => project.remove());

  test("serves the folder, and shows an edit at once", async () => {
    expect(await project.outputs("dev")).toEqual({ url, container });
    expect(await get(url)).toContain("Hello from a folder.");
    project.edit("site/index.html", "Hello from", "Edited:");
    expect(await get(url)).toContain("Edited: a folder.");
  });
});
