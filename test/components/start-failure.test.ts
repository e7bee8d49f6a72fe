import { Readable } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { expect, test } from "vitest";
import { adviseBy } from "../../components/advice";
import {
  whyNotChecked,
  whyNotRun,
  whyNotRunByLog,
} from "../../components/platforms/docker/wait/start-failure";
import { MESSAGES } from "../../deploy/messages";

adviseBy(MESSAGES);

const ENTRY = "/srv/entry.sh";
const failed = (error: string, program = ENTRY) =>
  `last lines of its log:\n  | [FATAL tini (7)] exec ${program} failed: ${error}`;
const MISSING = failed("No such file or directory");

/** A container with one file, or none. */
function containerWith(content: string | undefined): Docker.Container {
  const getArchive = async () => {
    if (content === undefined) throw Object.assign(new Error("no such file"), { statusCode: 404 });
    const tar = pack();
    tar.entry({ name: "entry.sh" }, content);
    tar.finalize();
    return Readable.from(tar);
  };
  return { getArchive } as unknown as Docker.Container;
}

const ended = (config: object = {}) =>
  ({ Config: config, State: { Status: "restarting" } }) as Docker.ContainerInspectInfo;

test.each([
  [
    "Windows line ends",
    MISSING,
    "#!/bin/sh\r\nset -e\r\n",
    `${ENTRY} has Windows line ends (CRLF)`,
  ],
  [
    "no shell",
    MISSING,
    "#! /bin/bash -e\n",
    `the first line of ${ENTRY} asks for /bin/bash, which`,
  ],
  ["no file", MISSING, undefined, `the image has no file ${ENTRY}: is it copied`],
  [
    "no mode",
    failed("Permission denied"),
    "#!/bin/sh\n",
    `${ENTRY} may not be executed by the user`,
  ],
  [
    "another machine's",
    failed("Exec format error"),
    "ELF",
    `${ENTRY} is no program of this machine`,
  ],
  [
    "no program",
    failed("No such file or directory", "gunicorn"),
    undefined,
    "the image has no program gunicorn on its PATH",
  ],
  [
    "Windows line ends, for env",
    "  | env: ‘python3\r’: No such file or directory",
    "",
    "a script has Windows line ends (CRLF)",
  ],
  [
    "Windows line ends, for a shell",
    "  | entry.sh: 2: set: Illegal option -\r",
    "",
    "a script has Windows line ends (CRLF)",
  ],
])("what could not be run is explained: %s", async (_, log, content, words) => {
  const [why] = await whyNotRun(containerWith(content), ended(), log);
  expect(why).toContain(words);
});

test.each([
  ["a progress bar", "  | 50 %\r  | 100 %\r\n  | Error: no database"],
  ["a file that the app looks for", "  | FileNotFoundError: No such file or directory: 'a'"],
])("nothing is said of %s", async (_, log) => {
  expect(await whyNotRun(containerWith(undefined), ended(), log)).toEqual([]);
  expect(whyNotRunByLog(log)).toEqual([]);
});

test("on another machine the log alone has to do", () => {
  expect(whyNotRunByLog(MISSING)).toEqual([
    expect.stringMatching(/^\/srv\/entry\.sh is not in the image, or .*Windows line ends \(CRLF\)/),
  ]);
  expect(whyNotRunByLog(failed("Permission denied"))[0]).toContain("may not be executed");
});

test("words that an ENTRYPOINT was given for a shell", async () => {
  const Config = { Cmd: ["sh", "-c", "serve"], Entrypoint: ["/usr/bin/server"] };
  const why = (inspected: Docker.ContainerInspectInfo) =>
    whyNotRun(containerWith(""), inspected, "");
  expect(await why(ended(Config))).toEqual([
    expect.stringContaining('the image has the ENTRYPOINT ["/usr/bin/server"], which was given'),
  ]);
  expect(await why(ended({ ...Config, Entrypoint: null }))).toEqual([]);
  expect(await why(ended({ ...Config, Cmd: ["serve"] }))).toEqual([]);
});

const saying = (Output: string) =>
  ({ State: { Health: { Log: [{ Output }] } } }) as unknown as Docker.ContainerInspectInfo;

test.each([
  [
    'OCI runtime exec failed: exec failed: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown',
    "run by /bin/sh, which",
  ],
  [
    'OCI runtime exec failed: unable to start container process: exec: "pg": executable file not found in $PATH',
    "run by pg, which",
  ],
  ["the image has no curl, python3, wget or bash to check its health with", "has no curl"],
])("a check that cannot be run: %s", (output, words) => {
  expect(whyNotChecked(saying(output))).toContain(words);
  expect(whyNotChecked(saying(output))).toContain("app.healthCommand");
});

test("a check that was run, or not yet", () => {
  expect(whyNotChecked(saying("HTTP 500: stat /data: no such file"))).toBeUndefined();
  expect(whyNotChecked({ State: {} } as Docker.ContainerInspectInfo)).toBeUndefined();
});
