import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { get, request } from "../support/http";
import { Project, succeeded } from "../support/project";

describe.each(RUNS)("the example static-site under $title", ({ engines, index }) => {
  const project = new Project(`example-site-${index}`, engines, "examples/static-site");
  const port = 18800 + index;
  const url = `http://localhost:${port}`;
  const container = `${project.name}-dev-site`;

  const idOf = async () => (await docker.getContainer(container).inspect()).Id;

  beforeAll(() => project.stack("dev", { port, folder: "sites" }));
  afterAll(() => project.remove());

  test("a folder that is not there is an error before anything is created", async () => {
    const { code, output } = await project.up("dev");
    expect(code, output).not.toBe(0);
    expect(output).toContain(
      `folder: there is no folder ${project.path("sites")}, or set another one: pulumi config set --stack dev --path folder FOLDER`,
    );
    expect(output).not.toMatch(/^\s+at /m);
    expect(await leftovers(project.name)).toEqual([]);
  });

  test("the folder is served, read-only, and an edited page shows at once", async () => {
    project.configure("dev", { port, hardening: true });
    await project.mustUp("dev");
    expect(await project.outputs("dev")).toEqual({ url, container });
    expect(await get(url)).toContain("Hello from a folder.");
    project.edit("site/index.html", "Hello from", "Edited:");
    expect(await get(url)).toContain("Edited: a folder.");
    const { Mounts } = await docker.getContainer(container).inspect();
    expect(Mounts).toMatchObject([{ Type: "bind", Source: project.path("site"), RW: false }]);
  });

  test("a second up changes nothing", async () => {
    expect(await project.mustUp("dev", "--refresh")).toMatch(/Resources:\n\s+\d+ unchanged/);
  });

  test("nginx configuration, given as text, holds once up returns", async () => {
    const before = await idOf();
    const nginx = `server {
      listen 80;
      root /usr/share/nginx/html;
      location = /version { return 200 "2\\n"; }
      error_page 404 /index.html;
    }`;
    project.configure("dev", { port, nginx, hardening: true });
    await project.mustUp("dev");
    expect(await idOf()).not.toBe(before);
    expect(await get(`${url}/version`)).toBe("2\n");
    const missing = await request(`${url}/missing`);
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain("Edited: a folder.");
  });

  test("destroy leaves nothing", async () => {
    succeeded(await project.destroy("dev"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
