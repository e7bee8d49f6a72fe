import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { timeOf } from "../../../cli/commands/log-lines";
import { justAfter } from "../../../cli/commands/log-sources";
import { writtenLines } from "../../../docker/written-lines";
import { fakeEngine, frames } from "../../docker/fake-engine";
import { commandLine, container, engineWith } from "./answers";

const shell = commandLine();

const log = (...lines: string[]) => ({ body: frames(...lines.map((line) => `${line}\n`)) });
const engine = () =>
  fakeEngine({
    "GET /containers/id-of-app/logs": () =>
      log("2026-01-31T10:00:00.1Z one", "2026-01-31T10:00:00.3Z three"),
    "GET /containers/id-of-database/logs": () => log("2026-01-31T10:00:00.2Z two"),
    ...engineWith([container("app"), container("database")]),
  });

test("several roles in the order of time, each by its name", async () => {
  const { address, requests } = await engine();
  shell.settings({ host: address });
  await shell.run("logs --color never");
  expect(shell.printed).toBe("app      | one\ndatabase | two\napp      | three\n");
  expect(requests.at(-1)?.line).toContain("tail=100");
});

test("one role alone without its name, with the time, and for programs", async () => {
  const { address, requests } = await engine();
  shell.settings({ host: address });
  await shell.run("logs app --timestamps --color never --since 2026-01-31T10:00:00Z");
  expect(shell.printed).toBe("2026-01-31T10:00:00.1Z one\n2026-01-31T10:00:00.3Z three\n");
  expect(requests.at(-1)?.line).toMatch(/tail=all&since=1769853600/);
  shell.printed = "";
  await shell.run("logs database --json");
  expect(JSON.parse(shell.printed)).toEqual([
    {
      ...{ id: "widgets-prod-database", role: "database", stream: "stdout" },
      ...{ timestamp: "2026-01-31T10:00:00.2Z", message: "two" },
    },
  ]);
});

test.each([
  ["logs --since soon", 'logs: --since: given "soon"; accepted: how long ago'],
  ["logs --tail few", 'logs: --tail: given "few"; accepted: a number of lines, or all'],
  ["logs web", "the stack prod has no role web; there is app, database"],
])("%s is told", async (words, message) => {
  const { address } = await engine();
  shell.settings({ host: address });
  await expect(shell.run(words)).rejects.toThrow(message);
});

test("a log that the engine cannot read is told by its container", async () => {
  const { address } = await fakeEngine({
    "GET /containers/id-of-app/logs": () => ({
      status: 501,
      body: { message: "configured logging driver does not support reading" },
    }),
    ...engineWith([container("app")]),
  });
  shell.settings({ host: address });
  await expect(shell.run("logs")).rejects.toThrow(
    "the log of widgets-prod-app cannot be read: configured logging driver",
  );
});

test("lines end where they end, whatever pieces they come in", async () => {
  const sent = frames("2 über", " uns\n3", "\n");
  const pieces = [...sent].map((byte) => Buffer.from([byte]));
  const found = [];
  for await (const { text } of writtenLines(Readable.from(pieces), false)) found.push(text);
  expect(found).toEqual(["2 über uns", "3"]);
  const raw = [];
  for await (const { text } of writtenLines(Readable.from([Buffer.from("a\r\nb")]), true)) {
    raw.push(text);
  }
  expect(raw).toEqual(["a", "b"]);
});

test("times", () => {
  const now = Date.parse("2026-01-31T10:00:00Z");
  expect(timeOf("1h30m", now)?.toISOString()).toBe("2026-01-31T08:30:00.000Z");
  expect(timeOf("2d", now)?.toISOString()).toBe("2026-01-29T10:00:00.000Z");
  expect(timeOf("2026-01-31T10:00:00Z", 0)?.getTime()).toBe(now);
  for (const text of ["", "5", "h", "1w", "-5m"]) expect(timeOf(text, now), text).toBeUndefined();
  expect(justAfter("2026-01-31T10:00:00.123456789Z")).toBe("1769853600.123456790");
  expect(justAfter("2026-01-31T10:00:00.999999999Z")).toBe("1769853601.000000000");
});
