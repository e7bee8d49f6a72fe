import { Readable } from "node:stream";
import { loadSync } from "protobufjs";
import { describe, expect, test } from "vitest";
import { BuildError, BuildLines, type BuildMessage, followBuild } from "../../docker/build-log";
import { connect } from "../../docker/connect";

const proto = require.resolve("dockerode/lib/proto/buildkit_status.proto");
const StatusResponse = loadSync(proto).lookupType("moby.buildkit.v1.StatusResponse");

/** A message of BuildKit, as the engine sends it. */
function trace(status: { vertexes?: object[]; logs?: object[] }): BuildMessage {
  const encoded = StatusResponse.encode(StatusResponse.create(status)).finish();
  return { id: "moby.buildkit.trace", aux: Buffer.from(encoded).toString("base64") };
}

const now = { seconds: 1, nanos: 0 };
const step = (name: string, state: object = { started: now }) =>
  trace({ vertexes: [{ name, ...state }] });
const output = (text: string) => trace({ logs: [{ msg: Buffer.from(text) }] });

describe("the lines of a message", () => {
  test.each<[string, BuildMessage, string[]]>([
    ["a step that starts", step("[2/3] RUN pip install"), ["[2/3] RUN pip install"]],
    ["a step that is done", step("[2/3] RUN", { started: now, completed: now }), []],
    ["a step that waits", step("[2/3] RUN", {}), []],
    ["what BuildKit does for itself", step("[internal] load build context"), []],
    ["what it copies for itself", step("copy /context /"), []],
    [
      "steps and output in one message",
      trace({
        vertexes: [{ name: "[1/2] FROM a", started: now }, { name: "[2/2] RUN b" }],
        logs: [{ msg: Buffer.from("one\n") }, { msg: Buffer.from("two\n") }],
      }),
      ["[1/2] FROM a", "one", "two"],
    ],
    ["output", output("one\ntwo\n"), ["one", "two"]],
    ["output with letters of others", output("größer\n"), ["größer"]],
    ["a progress bar", output("10%\r50%\r100%\n"), ["100%"]],
    ["output with the line ends of Windows", output("one\r\n\r\ntwo\r\n"), ["one", "two"]],
    ["the builder from before BuildKit", { stream: "Step 1/2 : FROM a\n" }, ["Step 1/2 : FROM a"]],
    ["a progress bar of that builder", { stream: "10%\r100%\r\ndone\n" }, ["100%", "done"]],
    ["anything else", { id: "moby.image.id", aux: { ID: "sha256:1" } }, []],
  ])("%s", (_, message, lines) => {
    expect(new BuildLines().take(message)).toEqual(lines);
  });
});

describe("lines that come in pieces", () => {
  const pieces = (...of: [digest: string, text: string | Buffer][]) =>
    of.map(([vertex, text]) => trace({ logs: [{ vertex, msg: Buffer.from(text) }] }));

  test("are joined, those of each step by themselves", () => {
    const lines = new BuildLines();
    const messages = pieces(
      ["a", "Collecting fl"],
      ["b", "Get:1 htt"],
      ["a", "ask\nDown"],
      ["b", "p://deb\n"],
    );
    expect(messages.flatMap((message) => lines.take(message))).toEqual([
      "Collecting flask",
      "Get:1 http://deb",
    ]);
    expect(lines.end()).toEqual(["Down"]);
    expect(lines.end()).toEqual([]);
  });

  test("end with their step", () => {
    const lines = new BuildLines();
    for (const message of pieces(["a", "no such "], ["a", "package"])) lines.take(message);
    const failed = { digest: "a", name: "[2/2] RUN", started: now, completed: now, error: "1" };
    expect(lines.take(trace({ vertexes: [failed] }))).toEqual(["no such package"]);
  });

  test("may be torn in a letter, and at the line end of a progress bar", () => {
    const [first, second] = [Buffer.from("grö").subarray(0, 3), Buffer.from("grö").subarray(3)];
    const lines = new BuildLines();
    const messages = pieces(
      ["a", first],
      ["a", second],
      ["a", "ßer\n10%\r"],
      ["a", "50%\r"],
      ["a", "100%\r"],
      ["a", "\n"],
    );
    expect(messages.flatMap((message) => lines.take(message))).toEqual(["größer", "100%"]);
  });

  test("of the builder from before BuildKit, too", () => {
    const lines = new BuildLines();
    expect(lines.take({ stream: "Step 1/2 :" })).toEqual([]);
    expect(lines.take({ stream: " FROM a\n" })).toEqual(["Step 1/2 : FROM a"]);
  });
});

describe("a build that is followed", () => {
  const follow = (messages: BuildMessage[], onLine?: (line: string) => void) => {
    const stream = Readable.from(messages.map((message) => `${JSON.stringify(message)}\r\n`));
    return followBuild(connect("unix:///nowhere"), stream, onLine);
  };

  test("shows its lines and ends well", async () => {
    const lines: string[] = [];
    await follow([step("[1/2] FROM a"), output("hello\n")], (line) => lines.push(line));
    expect(lines).toEqual(["[1/2] FROM a", "hello"]);
  });

  test("fails with the engine's message and its last 20 lines", async () => {
    const printed = Array.from({ length: 25 }, (_, index) => `line ${index + 1}`);
    const failed = follow([output(printed.join("\n")), { error: "exit code: 1" }]);
    await expect(failed).rejects.toThrow(new BuildError("exit code: 1", printed.slice(5)));
    await expect(failed).rejects.toMatchObject({ lastLines: printed.slice(5) });
  });

  test("fails with the last of several errors, and with the lines of all messages", async () => {
    const error = await follow([
      step("[1/2] FROM a"),
      { error: "first" },
      { stream: "boom\n" },
      { error: "second" },
    ]).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(BuildError);
    expect(error).toMatchObject({ message: "second", lastLines: ["[1/2] FROM a", "boom"] });
  });

  test("fails where the engine breaks off", async () => {
    const stream = new Readable({ read: () => undefined });
    const failed = followBuild(connect("unix:///nowhere"), stream);
    stream.push(`${JSON.stringify(output("hello\n"))}\r\n`);
    stream.once("data", () => stream.destroy(new Error("socket hang up")));
    const broken = { name: "BuildError", message: "socket hang up", lastLines: ["hello"] };
    await expect(failed).rejects.toMatchObject(broken);
  });
});
