import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type AppImageArgs, planBuild } from "../../components";
import { workInFolderWith } from "../support/working-folder";

const basics = { id: { project: "widgets", stack: "dev" }, imageName: "shop", context: "./app" };

workInFolderWith({
  "app/Dockerfile": "FROM python AS base\nFROM base AS dev\nFROM base AS prod\n",
  "app/app.py": "print('hello')\n",
});

function failureOf(args: Partial<AppImageArgs>): string | undefined {
  try {
    planBuild({ ...basics, ...args });
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ __pulumiRunError: true, stack: undefined });
    return (error as Error).message;
  }
}

test.each<[string, Partial<AppImageArgs>, string]>([
  [
    "a missing context",
    { context: "./shop" },
    "app.context: there is no folder ./shop; set it to the folder of your app: pulumi config set --stack dev --path app.context FOLDER",
  ],
  [
    "a context that is a file",
    { context: "./app/app.py" },
    "app.context: there is no folder ./app/app.py; set it to the folder of your app: pulumi config set --stack dev --path app.context FOLDER",
  ],
  [
    "a missing Dockerfile",
    { dockerfile: "docker/Dockerfile" },
    "app.dockerfile: there is no file app/docker/Dockerfile; write one, or set its path below ./app: pulumi config set --stack dev --path app.dockerfile FILE",
  ],
  [
    "a Dockerfile that is a folder",
    { dockerfile: "." },
    "app.dockerfile: there is no file app; write one, or set its path below ./app: pulumi config set --stack dev --path app.dockerfile FILE",
  ],
  [
    "a missing target",
    { target: "web" },
    "app.target: app/Dockerfile has no stage web; it has: base, dev, prod; set one of them, or take the setting away: pulumi config rm --stack dev --path app.target",
  ],
])("%s", (_, args, message) => {
  expect(failureOf(args)).toEqual(message);
});

test("a target in a Dockerfile whose stages have no names", () => {
  writeFileSync("app/Dockerfile", "FROM python\n");
  expect(failureOf({ target: "web" })).toEqual(
    "app.target: app/Dockerfile has no stage web; it has: no named stage; set one of them, or take the setting away: pulumi config rm --stack dev --path app.target",
  );
});

test("a Dockerfile without FROM", () => {
  writeFileSync("app/Dockerfile", "# FROM python\n");
  expect(failureOf({})).toEqual(
    "app.dockerfile: app/Dockerfile has no FROM line, so there is nothing to build",
  );
});
