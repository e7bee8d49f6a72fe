import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { get } from "../support/http";
import { Project, succeeded } from "../support/project";
import { type Registry, startRegistry } from "../support/registry";

const IMAGES = resolve(__dirname, "../../images");

interface Listed {
  id: string;
  tags: string[];
  running: boolean;
  healthy: boolean;
  served: boolean;
}

describe.each(RUNS)("releases under $title", ({ engines, index }) => {
  const project = new Project(`e2e-releases-${index}`, engines);
  const port = 21410 + index;
  const settings = (more: { release?: string; keepImages?: number } = {}) => {
    const { keepImages, release } = more;
    return {
      mode: "prod",
      app: { name: "widgets", port, keepImages, startPeriod: 5 },
      database: "none",
      edge: { drain: 1 },
      release,
    };
  };
  const hello = () => get(`http://localhost:${port}`);
  /** Tags of the three versions, the first one first. */
  const tags: string[] = [];

  const releases = (...flags: string[]) => {
    const words = ["releases", "--stack", "prod", ...flags];
    const { stdout, stderr, status } = spawnSync(project.path("pulumiw"), words, {
      cwd: project.folder,
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
    return stdout;
  };
  const listed = (): Listed[] => JSON.parse(releases("--json"));

  beforeAll(async () => {
    cpSync(IMAGES, project.path("images"), { recursive: true });
    await project.stack("prod", settings());
  });
  afterAll(() => project.remove());

  test("each version is one, the newest first", async () => {
    for (const [from, to] of [
      ["Hello from", "One from"],
      ["One from", "Two from"],
      ["Two from", "Three from"],
    ] as const) {
      project.edit("app/widgets/routes.py", from, to);
      await project.mustUp("prod");
      tags.push(listed()[0]?.tags[0] ?? "");
    }
    expect(await hello()).toContain("Three from");
    const [one = "", two = "", three = ""] = tags;
    expect(listed().map(({ tags, running }) => [tags, running])).toEqual([
      [[three], true],
      [[two], false],
      [[one], false],
    ]);
    const table = new RegExp(
      `^TAG .*\n${three} .* yes +yes\n${two} .* MB +yes\n${one} .* MB +yes\n$`,
    );
    // The gate ran the health check itself: Docker's own first one may come a moment later.
    await expect.poll(() => releases()).toMatch(table);
  });

  test("one that never is healthy is listed as that, and changes nothing for the others", async () => {
    const well = 'return jsonify(status="ok", database="none")';
    project.edit("app/widgets/routes.py", well, `${well}, 500`);
    const { code, output } = await project.up("prod");
    expect(code, output).not.toBe(0);
    expect(listed().map(({ running, healthy, served }) => [running, healthy, served])).toEqual([
      [true, false, false],
      [true, true, true],
      [false, false, true],
      [false, false, true],
    ]);
    expect(releases()).toMatch(/MB +not healthy\n/);
    project.edit("app/widgets/routes.py", `${well}, 500`, well);
  });

  test("one that is not there is told with those that are", async () => {
    project.configure("prod", settings({ release: "v9" }));
    const { code, output } = await project.preview("prod");
    expect(code).not.toBe(0);
    expect(output).toContain('release: given "v9"; the engine has no such image of the stack prod');
    for (const tag of tags) expect(output).toContain(tag);
    expect(output).not.toContain("at Object.");
  });

  test("the first one serves again, without a build and without its source", async () => {
    project.edit("app/Dockerfile", "FROM", "FORM");
    project.configure("prod", settings({ release: tags[0] }));
    await project.mustUp("prod");
    expect(await hello()).toContain("One from");
    const again = await project.preview("prod", "--refresh", "--expect-no-changes");
    expect(again.code, again.output).toBe(0);
    expect(await project.mustUp("prod")).toMatch(/unchanged/);
    expect(listed().find(({ running }) => running)?.tags).toEqual([tags[0]]);
  });

  test("none is removed that runs, is pinned or is in use; and then the oldest go", async () => {
    project.configure("prod", settings({ release: tags[0], keepImages: 1 }));
    const output = await project.mustUp("prod");
    expect(output).toContain(`Removed the old image ${tags[1]}`);
    const served = listed().filter((release) => release.served);
    expect(served.map(({ tags: [tag] }) => tag)).toEqual([tags[2], tags[0]]);
    expect(await hello()).toContain("One from");
  });

  test("without the pin, the source is built again", async () => {
    project.edit("app/Dockerfile", "FORM", "FROM");
    project.edit("app/widgets/routes.py", "Three from", "Four from");
    project.configure("prod", settings({ keepImages: 1 }));
    await project.mustUp("prod");
    expect(await hello()).toContain("Four from");
    const again = await project.preview("prod", "--refresh", "--expect-no-changes");
    expect(again.code, again.output).toBe(0);
  });

  test("a destroy leaves the images, and nothing else", async () => {
    const images = listed().map(({ id }) => id);
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([]);
    for (const id of images) expect((await docker.getImage(id).inspect()).Id).toBe(id);
  });
});

describe("a release in a registry", () => {
  const project = new Project("e2e-releases-registry");
  const port = 21430;
  const login = { username: "deployer", password: "right-Horse-7" };
  let registry: Registry;
  const settings = (more: object = {}) => ({
    mode: "prod",
    app: { name: "widgets", port },
    database: "none",
    edge: { drain: 1 },
    registry: { server: registry.server, username: login.username },
    ...more,
  });
  /** Sets the password too: `configure` writes the file anew. */
  const configure = async (more?: object) => {
    project.configure("prod", settings(more));
    const words = ["--stack", "prod", "--secret", "--path", "registry.password", login.password];
    succeeded(await project.pulumi("config", "set", ...words));
  };

  beforeAll(async () => {
    registry = await startRegistry("e2e-releases-server", port + 1, login);
    await project.stack("prod", settings());
  });
  afterAll(async () => {
    await project.remove();
    await registry?.remove();
  });

  test("is pulled where the engine has it no more", async () => {
    await configure();
    await project.mustUp("prod");
    const { image } = await project.outputs("prod");
    const [tag = ""] = await registry.tags("widgets");
    project.edit("app/widgets/routes.py", "Hello from", "Two from");
    await project.mustUp("prod");
    const { Id } = await docker.getImage(`${registry.server}/widgets:${tag}`).inspect();
    await docker.getImage(Id).remove({ force: true });

    await configure({ release: tag });
    await project.mustUp("prod");
    expect(await get(`http://localhost:${port}`)).toContain("Hello from");
    expect((await project.outputs("prod")).image).toBe(image);
    const again = await project.preview("prod", "--refresh", "--expect-no-changes");
    expect(again.code, again.output).toBe(0);
    expect(await registry.tags("widgets")).toHaveLength(2);
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
