import { describe, expect, it } from "vitest";

import { formatDuration, parseDuration } from "../../../../engine/providers/docker/durations";
import { dockerMessage } from "../../../../engine/providers/docker/errors";
import {
  isFullyQualified,
  parseReference,
} from "../../../../engine/providers/docker/registry/reference";
import { editScript } from "../../../../engine/providers/docker/schema/edit-script";

describe("durations", () => {
  it.each([
    ["0s", 0],
    ["250ms", 25e7],
    ["1.5s", 15e8],
    ["1m30s", 90e9],
    ["2m0s", 120e9],
    ["1h0m5s", 3605e9],
    ["15µs", 15000],
  ])("%s", (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
    expect(formatDuration(nanoseconds)).toBe(text);
  });
});

describe("image references", () => {
  it.each([
    ["nginx", "docker.io", "library/nginx", undefined],
    ["docker.io/nginx:1", "docker.io", "library/nginx", "1"],
    ["me/app:2", "docker.io", "me/app", "2"],
    ["localhost/app", "localhost", "app", undefined],
    ["localhost:5000/a/b:3", "localhost:5000", "a/b", "3"],
    ["ghcr.io/me/app:4@sha256:ab", "ghcr.io", "me/app", "4"],
  ])("%s", (name, registry, repository, tag) => {
    expect(parseReference(name)).toMatchObject({ registry, repository, tag });
  });

  it.each([
    ["docker.io/me/app:1", true],
    ["localhost:5000/app", true],
    ["me/app:1", false],
    ["app", false],
    ["docker.io/app", false],
  ])("%s says its registry: %s", (name, expected) => {
    expect(isFullyQualified(name)).toBe(expected);
  });
});

describe("Docker's errors", () => {
  it("come without dockerode's wrapping", () => {
    const error = { statusCode: 409, message: "(HTTP code 409) unexpected - The name is in use " };
    expect(dockerMessage(error)).toBe("The name is in use");
  });

  it("say what helps when no engine answers", () => {
    const error = { code: "ECONNREFUSED", address: "/var/run/docker.sock" };
    expect(dockerMessage(error)).toBe(
      "the Docker engine at /var/run/docker.sock does not answer (ECONNREFUSED); start it, or name another with the setting docker:host or DOCKER_HOST",
    );
  });
});

it("finds the fewest changes between two lists", () => {
  expect(editScript("c", ["a", "b", "c"], ["b", "c", "d"])).toEqual([
    { path: "c[0]", kind: "delete" },
    { path: "c[2]", kind: "add" },
  ]);
  expect(editScript("c", ["a", "b"], ["a", "x"])).toEqual([{ path: "c[1]", kind: "update" }]);
});
