import { describe, expect, test } from "vitest";
import { documentedSettings } from "../../settings/docs";
import { PLATFORM_NAMES } from "../../shared/platforms";
import { circleIn, type Source, sourcesIn, withoutComments } from "../support/imports";

const components = sourcesIn("components");

const isIn = (...folders: string[]) => {
  const starts = folders.map((folder) => `${folder}/`);
  return (file: string) => starts.some((start) => file.startsWith(start));
};

/** `FILE: WHAT` for all of the project that files load from elsewhere. */
const loadedElsewhere = (sources: readonly Source[], isAllowed: (file: string) => boolean) =>
  sources.flatMap(({ file, loads, loadsLater }) =>
    [...loads, ...loadsLater]
      .filter((path) => /\.ts$/.test(path) && !isAllowed(path))
      .map((path) => `${file}: ${path}`),
  );

/** Files in which a pattern is found outside of comments. */
const naming = (sources: readonly Source[], pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(withoutComments(text))).map(({ file }) => file);

describe("components/", () => {
  test("load neither the engine nor settings nor what deploys", () => {
    const isAllowed = isIn("components", "docker", "shared", "backup");
    expect(components.length).toBeGreaterThan(80);
    expect(loadedElsewhere(components, isAllowed)).toEqual([]);
  });

  test("load one another in no circle", () => {
    expect(circleIn(components)).toBeUndefined();
  });

  test("leave Docker to their platforms, but for images, which are Docker's on every platform", () => {
    const isOutside = ({ file }: Source) => !isIn("components/platforms")(file);
    const outside = components.filter(isOutside);
    const speaking = outside.filter(({ loads }) =>
      loads.some((path) => path === "@pulumi/docker" || /^docker\/(connect|exec)\.ts$/.test(path)),
    );
    expect(speaking.map(({ file }) => file)).toEqual([
      "components/app/app-image.ts",
      "components/app/built-reference.ts",
      "components/app/release-pruning.ts",
    ]);
  });

  test("name no platform outside of its own folder", () => {
    const quoted = new RegExp(`["'\`](?:${PLATFORM_NAMES.join("|")})["'\`]`);
    const inside = PLATFORM_NAMES.map((name) => `components/platforms/${name}`);
    const isNeutral = (file: string) =>
      !isIn(...inside)(file) && !/^components\/(platforms\/)?index\.ts$/.test(file);
    const neutral = components.filter(({ file }) => isNeutral(file));
    expect(naming(neutral, quoted)).toEqual([]);
    expect(neutral.filter(({ loads }) => loads.some(isIn(...inside)))).toEqual([]);
  });

  test("name no setting, and none of the commands that change one: deploy/messages.ts does", () => {
    const keys = documentedSettings()
      .map(({ path }) => path.join("\\."))
      .filter((key) => key.includes("."));
    const named = new RegExp(`(?<![\\w.{$])(?:${keys.join("|")})(?![\\w(])`);
    const strings = components.map((source) => ({
      ...source,
      text: (withoutComments(source.text).match(/"[^"\n]*"|`[^`]*`/g) ?? []).join("\n"),
    }));
    expect(naming(strings, named)).toEqual([]);
    expect(naming(strings, /pulumi config|pulumiw/)).toEqual([]);
  });
});

test("what deploys knows no platform outside of deploy/platforms/", () => {
  const isSwarms = isIn("components/platforms/swarm", "deploy/platforms/swarm");
  const neutral = sourcesIn("deploy").filter(({ file }) => !isIn("deploy/platforms")(file));
  expect(neutral.length).toBeGreaterThan(50);
  expect(neutral.filter(({ loads }) => loads.some(isSwarms))).toEqual([]);
  expect(naming(neutral, /"swarm"/)).toEqual([]);
});

test("the engine loads nothing of components, settings and what deploys", () => {
  const isAllowed = isIn("engine", "docker", "shared");
  expect(loadedElsewhere(sourcesIn("engine"), isAllowed)).toEqual([]);
});
