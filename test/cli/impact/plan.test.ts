import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parseCommandLine } from "../../../cli/command-line";
import { judge, runPlanned } from "../../../cli/impact/plan";
import type { PlannedStep } from "../../../shared/planned-step";
import { fakeMachine } from "../fakes";
import { plans } from "./recorded-plans";

const PORT = plans["app.port"] ?? [];

function judged(plan: readonly PlannedStep[], ...words: string[]) {
  const printed: string[] = [];
  const line = parseCommandLine(["up", ...words]);
  judge(plan, line, (text) => printed.push(text));
  return printed.join("\n");
}

describe("what will be felt of a plan", () => {
  it("is told, and that of one without changes is not", () => {
    expect(judged(PORT)).toMatch(/^What will be felt:\n {4}edge .* closed for about 1 s\n$/);
    const same = PORT.map((step) => ({ ...step, op: "same" }));
    expect(judged(same)).toBe("");
    expect(judged(PORT, "--json")).toBe("");
  });

  it("ends the command where it is refused", () => {
    expect(() => judged(PORT, "--fail-on", "downtime")).toThrow(
      "--fail-on downtime: edge: the port is closed for about 1 s; nothing was changed. To do it all the same, leave --fail-on out",
    );
    expect(() => judged(PORT, "--json", "--fail-on=data-loss,downtime")).toThrow(/^--fail-on down/);
    expect(judged(PORT, "--fail-on", "data-loss")).toContain("edge");
  });
});

describe("a command of the official CLI", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Runs it with a CLI that plans another port, and answers for a person. */
  async function run(
    argv: readonly string[],
    answer?: boolean,
    codes: readonly number[] = [],
    plan = PORT,
  ) {
    const proofs: string[] = [];
    const begin = async () => {
      proofs.push(`begun after run ${ran.length}`);
      const figures = { path: "/", requests: 9, failures: 0, slowest: 10 };
      return { figures: () => figures, stop: () => void proofs.push("stopped") };
    };
    const ran: string[] = [];
    const machine = fakeMachine({ interactive: answer !== undefined, answer });
    const line = parseCommandLine(argv);
    const outcome = await runPlanned(
      line,
      machine,
      async (words, flags) => {
        ran.push([...words, ...flags].join(" ").replace(/\S+events\.json/, "LOG"));
        const log = flags[flags.indexOf("--event-log") + 1];
        if (flags.includes("--event-log") && log) writeFileSync(log, eventsOf(plan));
        await vi.advanceTimersByTimeAsync(500);
        return codes[ran.length - 1] ?? 0;
      },
      begin,
    ).catch((error: Error) => error.message);
    return { ran, proofs, outcome, said: machine.said.join("\n") };
  }

  const eventsOf = (steps: readonly PlannedStep[]) =>
    [...steps.map((metadata) => ({ resourcePreEvent: { metadata } })), { summaryEvent: {} }]
      .map((event) => `${JSON.stringify(event)}\n`)
      .join("");

  it("that only previews says it afterwards", async () => {
    const { ran, outcome, said } = await run(["preview", "--stack", "prod"], true);
    expect([ran, outcome]).toEqual([["preview --stack prod --event-log LOG"], 0]);
    expect(said).toContain("the port is closed");
  });

  it("says nothing of a plan that failed, but of one that was not to have changes", async () => {
    expect((await run(["preview"], true, [255])).said).toBe("");
    expect((await run(["preview"], true, [7])).said).toContain("the port is closed");
  });

  it("asks between plan and update, which makes no plan of its own", async () => {
    const { ran, said } = await run(["up", "-s", "prod", "-m", "why", "--continue-on-error"], true);
    expect(ran).toEqual([
      "preview --stack=prod --message=why --event-log LOG",
      "up -s prod -m why --continue-on-error --skip-preview --yes",
    ]);
    expect(said).toContain("the port is closed");
  });

  it("leaves everything as it is where the answer is no", async () => {
    const { ran, outcome } = await run(["destroy", "--stack", "prod"], false);
    expect(ran).toEqual(["destroy --stack=prod --preview-only --event-log LOG"]);
    expect(outcome).toBe("confirmation declined, not proceeding with the operation");
  });

  it("is one run with --yes, but where an effect is refused", async () => {
    expect((await run(["up", "--yes"])).ran).toEqual(["up --yes --event-log LOG"]);
    const { ran, outcome } = await run(["up", "--yes", "--fail-on", "downtime"]);
    expect(ran).toEqual(["preview --event-log LOG"]);
    expect(outcome).toMatch(/^--fail-on downtime/);
    expect((await run(["up", "--yes", "--fail-on", "data-loss"])).ran).toEqual([
      "preview --event-log LOG",
      "up --yes --skip-preview",
    ]);
  });

  it("asks the app while a new version takes over, and says what became of it", async () => {
    const plan = plans["app.env"] ?? [];
    const once = await run(["up", "--yes"], undefined, [1], plan);
    expect(once.proofs).toEqual(["begun after run 1", "stopped"]);
    expect(once.said).toContain("0 of 9 requests failed");
    const asked = await run(["up"], true, [], plan);
    expect(asked.proofs).toEqual(["begun after run 1", "stopped"]);
    expect(asked.said).toContain("0 of 9 requests failed");
    expect((await run(["up"], false, [], plan)).proofs).toEqual([]);
    expect((await run(["preview"], true, [], plan)).proofs).toEqual([]);
    expect((await run(["up"], true)).proofs).toEqual([]);
    // Nothing is begun for a plan without a rollout.
    expect((await run(["up", "--yes"])).proofs).toEqual([]);
    const same = plan.map((step) => ({ ...step, op: "same" }));
    expect((await run(["up", "--yes"], undefined, [], same)).proofs).toEqual([]);
  });
});
