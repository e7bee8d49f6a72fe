import { expect, test } from "vitest";
import { PlainDisplay } from "../../../engine/display/plain";
import type { RunEvent } from "../../../engine/execute/events";
import { blankState } from "../../../engine/resource/state";
import { STACK_TYPE } from "../../../engine/resource/urn";

const TYPE = "docker:index/image:Image";
const image = blankState(`urn:pulumi:dev::shop::${TYPE}::image`, TYPE, true);
const step = { action: "create", new: image } as const;
const progress = (urn: string, message: string): RunEvent => ({
  kind: "log",
  severity: "info",
  ephemeral: true,
  urn,
  message,
});

/** What is shown of a run's events, without its title. */
function shown(events: readonly RunEvent[], secrets: string[] = [], isRefresh = false): string[] {
  const written: string[] = [];
  const options = {
    stack: "dev",
    project: "shop",
    preview: false,
    title: "Updating",
    showOutputs: true,
    showSecrets: false,
    diff: false,
    config: {},
    write: (line: string) => void written.push(line),
  };
  const display = new PlainDisplay(options, undefined, secrets);
  display.countRefreshes = isRefresh;
  for (const event of events) display.handle(event);
  return written.slice(2).map((line) => line.trimEnd());
}

test("progress is shown as it comes: of the program, and of a step that is going on", () => {
  const events: RunEvent[] = [
    progress("", "[1/2] FROM python"),
    { kind: "step-started", step },
    progress(image.urn, "Collecting flask\n"),
    { kind: "step-done", step, state: image, seconds: 2 },
  ];
  expect(shown(events)).toEqual([
    "    pulumi:pulumi:Stack shop-dev running [1/2] FROM python",
    " +  docker:index:Image image creating (0s)",
    " +  docker:index:Image image creating Collecting flask",
    " +  docker:index:Image image created (2s)",
  ]);
});

test("what is secret is hidden there, too, and what is for debugging left out", () => {
  const token = "right-Horse-7";
  const debug: RunEvent = {
    kind: "log",
    severity: "debug",
    ephemeral: true,
    urn: "",
    message: "x",
  };
  expect(shown([progress("", `--token ${token}`), debug], [token])).toEqual([
    "    pulumi:pulumi:Stack shop-dev running --token [secret]",
  ]);
});

test("a refresh says what it found of each resource, and of the stack at its end", () => {
  const refresh = { action: "refresh", old: image } as const;
  const done = (refreshed: "same" | "update" | "delete"): RunEvent => ({
    kind: "step-done",
    step: refresh,
    state: image,
    seconds: 2,
    refreshed,
  });
  const stack = blankState(`urn:pulumi:dev::shop::${STACK_TYPE}::shop-dev`, STACK_TYPE, false);
  const ofStack: RunEvent = { ...done("same"), step: { ...refresh, old: stack } } as never;
  const events = [{ kind: "step-started", step: refresh } as const, done("same"), ofStack];
  expect(shown([done("delete")]), "before an update").toEqual([
    " ~  docker:index:Image image refresh (2s)",
  ]);
  expect(shown([...events, done("update"), done("delete")], [], true)).toEqual([
    " ~  docker:index:Image image refreshing (0s)",
    "    docker:index:Image image",
    " ~  docker:index:Image image updated (2s)",
    " -  docker:index:Image image deleted (2s)",
  ]);
});
