import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leftovers } from "../support/docker";
import { eventually, get } from "../support/http";
import { Project, succeeded } from "../support/project";

const DEV_PORT = 18540;
const PROD_PORT = 18541;
const FLASK = `from flask import Flask


def create_app():
    app = Flask(__name__)

    @app.get("/")
    def index():
        return "Hello without a Dockerfile!"

    return app
`;

describe("an app without a Dockerfile", () => {
  const project = new Project("e2e-no-dockerfile");
  const app = (port: number) => ({ name: "plain", context: "./plain", port });
  const settings = (mode: string, port: number) => ({ mode, app: app(port), database: "none" });
  const write = (code: string) => writeFileSync(project.path("plain/src/plain/__init__.py"), code);

  beforeAll(async () => {
    mkdirSync(project.path("plain/src/plain"), { recursive: true });
    writeFileSync(project.path("plain/requirements.txt"), "flask\n");
    write(FLASK);
    await project.stack("dev", settings("dev", DEV_PORT));
    await project.stack("prod", settings("prod", PROD_PORT));
  });
  afterAll(() => project.remove());

  test("runs in dev, and an edit shows by itself", async () => {
    const output = succeeded(await project.up("dev"));
    expect(output).toContain(
      "./plain has no Dockerfile: made by Berth from requirements.txt, src/plain/__init__.py.",
    );
    expect(await get(`http://localhost:${DEV_PORT}/`)).toBe("Hello without a Dockerfile!");
    write(FLASK.replace("Hello", "Goodbye"));
    await eventually(async () => (await get(`http://localhost:${DEV_PORT}/`)).includes("Goodbye"));
  });

  test("runs in prod, and a second up changes nothing", async () => {
    succeeded(await project.up("prod"));
    expect(await get(`http://localhost:${PROD_PORT}/`)).toContain("without a Dockerfile");
    succeeded(await project.up("prod", "--expect-no-changes"));
  });

  test("destroy leaves nothing", async () => {
    for (const stack of ["dev", "prod"]) succeeded(await project.destroy(stack));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
