import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { get } from "../support/http";
import { Project, succeeded } from "../support/project";
import { type Registry, startRegistry } from "../support/registry";

const PORT = 18600;
const URL = `http://localhost:${PORT}`;
const LOGIN = { username: "deployer", password: "right-Horse-7" };

describe("a registry that wants a login", () => {
  const project = new Project("e2e-registry");
  let registry: Registry;

  const settings = () => ({
    mode: "prod",
    app: { name: "widgets", port: PORT },
    database: "none",
    registry: { server: `${registry.server}/team`, username: LOGIN.username },
  });
  const setPassword = async (password: string) =>
    succeeded(
      await project.pulumi(
        ...[
          "config",
          "set",
          "--stack",
          "prod",
          "--secret",
          "--path",
          "registry.password",
          password,
        ],
      ),
    );

  beforeAll(async () => {
    registry = await startRegistry("e2e-registry-server", PORT + 1, LOGIN);
    await project.stack("prod", settings());
  });
  afterAll(async () => {
    await project.remove();
    await registry?.remove();
  });

  test("a password in plain text is refused", async () => {
    const { registry: plain, ...others } = settings();
    project.configure("prod", { ...others, registry: { ...plain, password: LOGIN.password } });
    const { code, output } = await project.up("prod");
    expect(code).not.toBe(0);
    expect(output).toContain("e2e-registry:registry.password");
    expect(output).not.toContain(LOGIN.password);
    project.configure("prod", settings());
  });

  test("a wrong password is one clear error, and leaves nothing behind", async () => {
    await setPassword("wrong-Horse-7");
    const { code, output } = await project.up("prod");
    expect(code).not.toBe(0);
    expect(output).toContain(
      `registry.password: ${registry.server} refuses the login of ${LOGIN.username}`,
    );
    expect(output).not.toContain("wrong-Horse-7");
    expect(await leftovers(project.name)).toEqual([]);
  });

  test("the image is pushed, and its digest runs", async () => {
    await setPassword(LOGIN.password);
    const output = await project.mustUp("prod");
    expect(await get(URL)).toContain("widgets");
    const { image } = await project.outputs("prod");
    const app = await project.containerOf("prod", "app-1");
    expect(image).toMatch(new RegExp(`^${registry.server}/team/widgets@sha256:[0-9a-f]{64}$`));
    expect((await docker.getContainer(app).inspect()).Config.Image).toBe(image);
    expect(await registry.tags("team/widgets")).toHaveLength(1);
    expect(output).not.toContain(LOGIN.password);
    expect(await project.state("prod")).not.toContain(LOGIN.password);
  });

  test("does not change by itself; a change of code is a new tag", async () => {
    const refreshed = await project.preview("prod", "--refresh", "--expect-no-changes");
    expect(refreshed.code, refreshed.output).toBe(0);
    project.edit("app/widgets/routes.py", "Hello from", "Pushed from");
    await project.mustUp("prod");
    expect(await get(URL)).toContain("Pushed from");
    expect(await registry.tags("team/widgets")).toHaveLength(2);
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
