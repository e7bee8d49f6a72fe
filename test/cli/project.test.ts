import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseStack } from "../../cli/stack/choose-stack";
import { stackSettings } from "../../cli/stack/stack-settings";
import { declaredValues, findProject, type ProjectFile, stackFile } from "../../shared/project";
import { backendUrl, stateFile, stateFolder } from "../../shared/workspace";
import { folderWith } from "./fakes";

function projectIn(folder: string, below = "."): ProjectFile {
  const project = findProject(join(folder, below));
  if (!project) throw new Error("no project");
  return project;
}

describe("the project", () => {
  test("is searched upwards, and its stack files are where it says", () => {
    const folder = folderWith({
      "Pulumi.yaml": "name: shop\nstackConfigDir: stacks\nbackend: {url: 'file://.'}\n",
      "src/index.ts": "",
    });
    const project = projectIn(folder, "src");
    expect(project).toMatchObject({ name: "shop", folder, backendUrl: "file://." });
    expect(stackFile(project, "organization/shop/dev")).toBe(
      join(folder, "stacks", "Pulumi.dev.yaml"),
    );
  });

  test("is left to the engine where there is none", () => {
    expect(findProject(folderWith())).toBeUndefined();
  });

  test("gives values for every stack", () => {
    const yaml = `name: shop
config:
  mode: {type: string, default: dev}
  database: {type: string}
  shop:host: {value: ssh://me@server}
  replicas: 2
  domain: {description: set by each stack}
`;
    expect(declaredValues(projectIn(folderWith({ "Pulumi.yaml": yaml })))).toEqual({
      mode: "dev",
      "shop:host": "ssh://me@server",
      replicas: 2,
    });
  });
});

describe("the settings of a stack", () => {
  const project = { name: "shop", config: { mode: { default: "dev" }, replicas: { value: 2 } } };

  test("the file goes before the project, and --config before both", () => {
    const file = {
      config: { "shop:mode": "prod", host: "unix:///a", database: { engine: "redis", image: "r" } },
    };
    expect(stackSettings(project, file, ["shop:host=unix:///b", "other:host=c"])).toEqual({
      mode: "prod",
      host: "unix:///b",
      hostIsSecret: false,
      databases: [{ role: "database", engine: "redis", image: "r" }],
      backup: "none",
      replicas: 2,
      rollout: "rolling",
      isBuilt: true,
      isOnSwarm: false,
      images: {},
      volumes: [],
    });
  });

  test("what is encrypted, missing or of the wrong kind does not stop anybody", () => {
    const file = { config: { host: { secure: "v1:x" }, replicas: "many", images: 3, app: null } };
    expect(stackSettings({ name: "shop", config: {} }, file, ["noise"])).toMatchObject({
      mode: undefined,
      hostIsSecret: true,
      databases: [{ role: "database", engine: "mysql", image: undefined }],
      replicas: 1,
      images: {},
    });
  });
});

describe("the stack and its state", () => {
  const workspaceOf = (project: ProjectFile) =>
    `workspaces/shop-${createHash("sha1").update(project.file).digest("hex")}-workspace.json`;

  test("--stack, then PULUMI_STACK, then the selected one, then dev", () => {
    const project = projectIn(folderWith({ "Pulumi.yaml": "name: shop\n" }));
    const selection = JSON.stringify({ stacks: { "file://.": "organization/shop/test" } });
    const PULUMI_HOME = folderWith({ [workspaceOf(project)]: selection });
    const choose = (flag: string | undefined, env: NodeJS.ProcessEnv) =>
      chooseStack(flag, project, "file://.", env);
    const env = { PULUMI_HOME, PULUMI_STACK: "staging" };
    expect(choose("prod", env)).toEqual({ name: "prod", from: "flag", keepsSelection: true });
    expect(choose(undefined, env)).toMatchObject({ name: "staging", from: "environment" });
    expect(choose(undefined, { PULUMI_HOME })).toMatchObject({
      name: "organization/shop/test",
      from: "selection",
    });
    expect(choose(undefined, { PULUMI_HOME: folderWith() })).toEqual({
      name: "dev",
      from: "default",
      keepsSelection: false,
    });
  });

  test("the backend: the environment's, the project's, the one that was logged in to", () => {
    const project = projectIn(folderWith({ "Pulumi.yaml": "name: shop\n" }));
    const PULUMI_HOME = folderWith({ "credentials.json": '{"current": "s3://bucket"}' });
    const named = { ...project, backendUrl: "file://~/state" };
    expect(backendUrl(named, { PULUMI_HOME, PULUMI_BACKEND_URL: "file://x" })).toBe("file://x");
    expect(backendUrl(named, { PULUMI_HOME })).toBe("file://~/state");
    expect(backendUrl(project, { PULUMI_HOME })).toBe("s3://bucket");
    expect(backendUrl(project, { PULUMI_HOME: folderWith() })).toBeUndefined();
    expect(stateFolder(project, "file://~/state")).toBe(join(homedir(), "state"));
    expect(stateFolder(project, "file://.")).toBe(project.folder);
    expect(stateFolder(project, "s3://bucket")).toBeUndefined();
  });

  test("the state is found as the CLI lays it out, now and before, compressed or not", () => {
    const folder = folderWith({
      ".pulumi/stacks/shop/dev.json": "",
      ".pulumi/stacks/shop/big.json.gz": "",
      ".pulumi/stacks/old.json": "",
    });
    expect(stateFile(folder, "shop", "organization/shop/dev")).toMatch(/shop\/dev\.json$/);
    expect(stateFile(folder, "shop", "big")).toMatch(/big\.json\.gz$/);
    expect(stateFile(folder, "shop", "old")).toMatch(/stacks\/old\.json$/);
    expect(stateFile(folder, "shop", "none")).toBeUndefined();
  });
});
