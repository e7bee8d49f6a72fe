import { describe, expect, test } from "vitest";
import { stageFor, stagesOf, volumesOf, withLabels } from "../../components/app/dockerfile";

const text = (...lines: string[]) => lines.join("\n");
const LABEL = 'LABEL role="app"';

/** The Dockerfile with a label in the stage of that name, or in the last one. */
function labelled(dockerfile: string, target?: string): string {
  const stage = stageFor(stagesOf(dockerfile), target);
  if (!stage) throw new Error(`no stage ${target}`);
  return withLabels(dockerfile, stage, { role: "app" });
}

describe("stages", () => {
  test("have a name, a base and lines", () => {
    const dockerfile = text(
      "# syntax=docker/dockerfile:1",
      "ARG PYTHON_IMAGE=python",
      "FROM --platform=$BUILDPLATFORM $PYTHON_IMAGE AS base",
      "RUN true",
      "",
      "FROM base as dev",
      "# a comment",
      "CMD flask run",
      "FROM base",
    );
    expect(stagesOf(dockerfile)).toEqual([
      { name: "base", from: "$PYTHON_IMAGE", firstLine: 2, lastLine: 3 },
      { name: "dev", from: "base", firstLine: 5, lastLine: 7 },
      { name: undefined, from: "base", firstLine: 8, lastLine: 8 },
    ]);
  });

  test.each(["", "# only a comment\n", "ARG A=1\n"])("there are none in %o", (dockerfile) => {
    expect(stagesOf(dockerfile)).toEqual([]);
    expect(stageFor(stagesOf(dockerfile), undefined)).toBeUndefined();
  });

  test("the last one is taken where none is named", () => {
    const stages = stagesOf(text("FROM a AS one", "FROM b AS two"));
    expect(stageFor(stages, undefined)?.name).toBe("two");
    expect(stageFor(stages, "one")?.from).toBe("a");
    expect(stageFor(stages, "three")).toBeUndefined();
  });

  test("names are compared as BuildKit does, without case", () => {
    expect(stageFor(stagesOf("FROM a AS Prod"), "prod")?.from).toBe("a");
    expect(stageFor(stagesOf("from a as prod"), "PROD")?.from).toBe("a");
  });
});

describe("labels", () => {
  test("end the stage that is built, before the next one begins", () => {
    const dockerfile = text("FROM a AS dev", "RUN true", "", "# about prod", "FROM b AS prod", "");
    expect(labelled(dockerfile, "dev")).toBe(
      text("FROM a AS dev", "RUN true", LABEL, "", "# about prod", "FROM b AS prod", ""),
    );
    expect(labelled(dockerfile, "prod")).toBe(
      text("FROM a AS dev", "RUN true", "", "# about prod", "FROM b AS prod", LABEL, ""),
    );
  });

  test("stand on a line of their own where the last line has no end", () => {
    expect(labelled("FROM a\nCMD true")).toBe(text("FROM a", "CMD true", LABEL));
  });

  test("do not break a continued line, nor one with comments in it", () => {
    const dockerfile = text("FROM a", "RUN one && \\", "  # why", "  two && \\", "", "  three", "");
    expect(labelled(dockerfile)).toBe(
      text("FROM a", "RUN one && \\", "  # why", "  two && \\", "", "  three", LABEL, ""),
    );
  });

  test("do not break a heredoc, whatever it looks like", () => {
    const dockerfile = text(
      "FROM a AS one",
      "RUN <<EOF",
      "echo FROM",
      "FROM here",
      "EOF",
      "COPY <<-'END' <<OTHER /etc/",
      "# text",
      "\tEND",
      "LABEL x",
      "OTHER",
      "FROM b AS two",
    );
    expect(stagesOf(dockerfile).map(({ name }) => name)).toEqual(["one", "two"]);
    expect(labelled(dockerfile, "one").split("\n").indexOf(LABEL)).toBe(10);
  });

  test("keep the line ends of Windows", () => {
    const dockerfile = "FROM a AS one\r\nRUN x && \\\r\n  y\r\nFROM b AS two\r\nCMD z\r\n";
    expect(stagesOf(dockerfile)).toMatchObject([
      { name: "one", from: "a", firstLine: 0, lastLine: 2 },
      { name: "two", from: "b", firstLine: 3, lastLine: 4 },
    ]);
    expect(labelled(dockerfile, "one")).toBe(
      `FROM a AS one\r\nRUN x && \\\r\n  y\r\n${LABEL}\nFROM b AS two\r\nCMD z\r\n`,
    );
  });

  test("heed another escape letter", () => {
    const dockerfile = text("# escape=`", "FROM a", "RUN one `", "  two", "COPY x C:\\", "");
    expect(labelled(dockerfile)).toBe(
      text("# escape=`", "FROM a", "RUN one `", "  two", "COPY x C:\\", LABEL, ""),
    );
  });

  test("are quoted", () => {
    const [stage] = stagesOf("FROM a");
    if (!stage) throw new Error("no stage");
    expect(withLabels("FROM a", stage, { "berth.project": "a b", x: 'say "hi"' })).toBe(
      'FROM a\nLABEL berth.project="a b" x="say \\"hi\\""',
    );
  });
});

test("the volumes of a stage are its own and those of the stages below it", () => {
  const dockerfile = text(
    "FROM python:3 AS base",
    "VOLUME /data /srv/uploads",
    "FROM base AS other",
    "VOLUME /other",
    "FROM Base",
    'VOLUME ["/a folder", "/b"]',
    "VOLUME $SOMEWHERE",
  );
  const stages = stagesOf(dockerfile);
  const at = (index: number) => volumesOf(dockerfile, stages, stages[index] as (typeof stages)[0]);
  const ofTheBase = ["/data", "/srv/uploads"];
  expect(at(0)).toEqual({ volumes: ofTheBase, from: "python:3" });
  expect(at(2)).toEqual({ volumes: [...ofTheBase, "/a folder", "/b"], from: "python:3" });
});
