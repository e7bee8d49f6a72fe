import { expect, test, vi } from "vitest";
import { ReleasePruning } from "../../components";
import { fakeEngine, type Routes } from "../docker/fake-engine";
import { record } from "../support/mocks";
import { imagesOf } from "./image-shelf";

const day = (number: number) => `2026-01-0${number}T10:00:00Z`;
const image = (version: number, repository = "widgets-prod/app") => ({
  tags: [`${repository}:v${version}`],
  tagged: day(version),
});

/** One that was healthy once, as its tag says. */
const served = (id: string, version: number) => ({
  ...image(version),
  tags: [`widgets-prod/app:v${version}`, `widgets-prod/app:served-${id}`],
});

/** Prunes, and tells what was removed, said and marked. */
async function prune(routes: Routes, changes: object = {}, before?: string) {
  const { address, requests } = await fakeEngine({
    ...routes,
    "DELETE /images/": () => ({ body: [] }),
    "POST /images/": () => ({ status: 201 }),
  });
  const args = {
    host: address,
    id: { project: "widgets", stack: "prod" },
    keep: 2,
    image: "e",
    repository: "widgets-prod/app",
    ...changes,
  };
  const recording = await record(() => new ReleasePruning("releases", args));
  const key = "pulumi-nodejs:ReleasePruning releases";
  const said = vi.spyOn(console, "log").mockReturnValue();
  const { id, ...rest } = args;
  const provider = recording.dynamicProvider(key);
  const inputs = { ...id, ...rest };
  if (before === undefined) await provider.create(inputs);
  else await provider.update("releases", { ...inputs, image: before }, inputs);
  const lines = said.mock.calls.map(([line]) => line);
  said.mockRestore();
  const removed = requests.flatMap(({ line }) => /^DELETE \/images\/(.*)/.exec(line)?.[1] ?? []);
  const marked = requests.flatMap(({ line }) => /^POST \/images\/(.*)/.exec(line)?.[1] ?? []);
  const asked = decodeURIComponent(
    requests.find(({ line }) => line.startsWith("GET /images/json"))?.line ?? "",
  );
  return { removed, lines, marked, asked };
}

test("the newest stay, and older ones go", async () => {
  const routes = imagesOf({ a: image(1), b: image(2), d: image(4), e: image(5) });
  expect(await prune(routes)).toMatchObject({
    removed: ["widgets-prod/app:v2", "widgets-prod/app:v1"],
    lines: ["Removed the old image v2", "Removed the old image v1"],
  });
});

test("images of another part of the stack go by its own label", async () => {
  const repository = "widgets-prod/app-mail";
  const routes = imagesOf({
    d: image(3, repository),
    e: image(4, repository),
    f: image(5, repository),
  });
  const { removed, lines, asked } = await prune(routes, {
    ...{ role: "service-mail", repository, keep: 1, image: "f" },
  });
  expect(removed).toEqual([`${repository}:v4`, `${repository}:v3`]);
  expect(lines[0]).toBe("Removed the old image v4 of service-mail");
  expect(asked).toContain("berth.role=service-mail");
});

test("one that a container was made from stays, even if that has stopped", async () => {
  const routes = imagesOf(
    { a: image(1), b: image(2), d: image(4), e: image(5) },
    { stopped: ["a"] },
  );
  expect((await prune(routes)).removed).toEqual(["widgets-prod/app:v2"]);
});

test("an old one that is pinned stays", async () => {
  const digest = "registry.example.com/app@sha256:0";
  const routes = imagesOf({
    a: image(1),
    b: { ...image(2), digests: [digest] },
    d: image(4),
    e: image(5),
  });
  expect((await prune(routes, { image: "a" })).removed).toEqual(["widgets-prod/app:v2"]);
  expect((await prune(routes, { image: digest })).removed).toEqual(["widgets-prod/app:v1"]);
});

test("one that a person tagged stays; one that lost its tag goes by its id", async () => {
  const routes = imagesOf({
    a: { ...image(1), tags: ["widgets-prod/app:v1", "golden:1"] },
    b: { tagged: day(2) },
    d: image(4),
    e: image(5),
  });
  expect(await prune(routes)).toMatchObject({ removed: ["b"], lines: ["Removed the old image b"] });
});

test("what fails is only told", async () => {
  const routes = {
    ...imagesOf({ a: image(1), d: image(4), e: image(5) }),
    "DELETE /images/widgets": () => ({ status: 409, body: { message: "image is being used" } }),
  };
  const { lines } = await prune(routes);
  expect(lines).toEqual([
    expect.stringMatching(/^Old images were not removed: .*image is being used/),
  ]);
});

test("those that never served push none out that did", async () => {
  const routes = imagesOf({
    "sha256:a": served("a", 1),
    "sha256:b": served("b", 2),
    "sha256:c": image(3),
    "sha256:d": image(4),
    "sha256:f": image(5),
    "sha256:e": served("e", 6),
  });
  const { removed } = await prune(routes, { image: "sha256:e" });
  expect(removed).toEqual([
    "widgets-prod/app:v4",
    "widgets-prod/app:v3",
    "widgets-prod/app:v1",
    "widgets-prod/app:served-a",
  ]);
});

test("what serves is marked, and what served until now where it is not", async () => {
  const images = { "sha256:a": image(1), "sha256:b": image(2), "sha256:e": image(5) };
  const { marked } = await prune(imagesOf(images), { image: "sha256:e", keep: 5 }, "sha256:b");
  expect(marked).toEqual([
    "sha256:b/tag?repo=widgets-prod%2Fapp&tag=served-b",
    "sha256:e/tag?repo=widgets-prod%2Fapp&tag=served-e",
  ]);
  const again = imagesOf({ "sha256:e": served("e", 5) });
  expect((await prune(again, { image: "sha256:e" })).marked).toEqual([]);
});
