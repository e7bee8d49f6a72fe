import { chownSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { bindOf, bindOwner, buildArgsOf, imageArgsOf } from "../../deploy/component-args";
import { stackArgs } from "../../deploy/stack-args";
import { withDefaults } from "../../settings/defaults";
import { projectWith } from "../components/python/project";

type Given = Parameters<typeof withDefaults>[0];

const settingsOf = (given: Partial<Given> = {}) =>
  withDefaults({ mode: "dev", ...given }, "widgets", "dev");
const images = { python: "python:test", mysql: "mysql:test", caddy: "caddy:test" };

describe("build arguments", () => {
  test("only the base image, where nothing else is set", () => {
    expect(buildArgsOf(settingsOf({ images }))).toEqual({ PYTHON_IMAGE: "python:test" });
  });

  test("mirrors of pip and apt", () => {
    const build = {
      pipIndexUrl: "https://pypi.example.com/simple",
      pipTrustedHost: "pypi.example.com",
      aptMirror: "http://deb.example.com",
    };
    expect(buildArgsOf(settingsOf({ images, build }))).toEqual({
      PYTHON_IMAGE: "python:test",
      PIP_INDEX_URL: "https://pypi.example.com/simple",
      PIP_TRUSTED_HOST: "pypi.example.com",
      APT_MIRROR: "http://deb.example.com",
    });
  });

  test("those of the app are on top", () => {
    const app = { buildArgs: { PYTHON_IMAGE: "mine", GIT_COMMIT: "abc" } };
    expect(buildArgsOf(settingsOf({ app }))).toEqual({ PYTHON_IMAGE: "mine", GIT_COMMIT: "abc" });
  });
});

test("a project without a Dockerfile chooses its Python, unless a setting does", () => {
  const context = projectWith({
    "app.py": "from flask import Flask\napp = Flask(__name__)\n",
    "requirements.txt": "flask",
    ".python-version": "3.12",
  });
  expect(buildArgsOf(settingsOf({ app: { context } }))).toEqual({});
  expect(buildArgsOf(settingsOf({ app: { context }, images }))).toEqual({
    PYTHON_IMAGE: "python:test",
  });
});

describe("an app without a Dockerfile", () => {
  const appOf = (app: object) => {
    const context = projectWith({
      "app.py": "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\n",
      "requirements.txt": "flask",
    });
    const settings = settingsOf({ mode: "prod", app: { context, ...app } });
    const facts = {
      image: { imageName: "x", ...settings.app, id: settings },
      bind: {},
      services: {},
      host: "",
    };
    return stackArgs(settings, { ...facts, platform: undefined }).app;
  };

  test("is asked for a path that it has, unless a setting says which", () => {
    expect(appOf({}).healthPath).toBe("/");
    expect(appOf({ healthPath: "/healthz" }).healthPath).toBe("/healthz");
  });

  test("is told its port, and has no nginx before it that would count as a proxy", () => {
    expect(appOf({ containerPort: 8000, env: { A: "b" } })).toMatchObject({
      env: { PORT: "8000", A: "b" },
      server: "gunicorn",
    });
  });
});

test("a release asks nothing of a folder that is built no more", () => {
  const app = { context: projectWith({ "unclear.py": "" }) };
  const settings = settingsOf({ app, images, release: "before" });
  expect(() => buildArgsOf(settingsOf({ app, images: {} }))).toThrow(/no Flask/);
  expect(() => buildArgsOf(settingsOf({ app, release: "before" }))).not.toThrow();
  const facts = {
    image: { imageName: "x", ...settings.app, id: settings },
    bind: {},
    services: {},
    host: "",
  };
  expect(stackArgs(settings, { ...facts, platform: undefined }).app.healthPath).toBe("/healthz");
});

describe("the image", () => {
  const engine = { platform: "linux/arm64" };

  test("is named after the app and built for the engine", () => {
    expect(imageArgsOf(settingsOf({ images }), engine)).toMatchObject({
      id: { project: "widgets", stack: "dev" },
      imageName: "widgets",
      context: "./app",
      dockerfile: "Dockerfile",
      target: undefined,
      defaultTargets: ["dev"],
      platform: "linux/arm64",
      buildArgs: { PYTHON_IMAGE: "python:test" },
      registry: undefined,
    });
  });

  test("is built for another platform where one is set", () => {
    const build = { platform: "linux/amd64" };
    expect(imageArgsOf(settingsOf({ build }), engine).platform).toBe("linux/amd64");
  });
});

test("what is mounted for live reload", () => {
  const app = { context: tmpdir() };
  const user = bindOwner(tmpdir());
  expect(bindOf(settingsOf({ app }))).toEqual({ bindSource: tmpdir(), user });
  expect(bindOf(settingsOf({ app: { ...app, user: "1:2" } })).user).toBe("1:2");
  expect(bindOf(settingsOf({ app, source: "image" }))).toEqual({});
});

test("the owner of a mounted folder is the user in the container", () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-owner-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (process.getuid?.() === 0) chownSync(folder, 1234, 5678);
  const { uid, gid } = statSync(folder);
  expect(bindOwner(folder)).toBe(`${uid}:${gid}`);
});

test("a folder that is not there has no owner yet", () => {
  expect(bindOwner(join(tmpdir(), "berth-no-such-folder"))).toBeUndefined();
});
