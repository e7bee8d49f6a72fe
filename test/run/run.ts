/**
 * `run.ts short`: the unit tests, and of the end-to-end tests those of `short.ts`. `run.ts long`: all
 * other end-to-end tests, and those on other Dockers. Where no Docker engine can be had, what needs one
 * is left out, and the last lines say so.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureLocalEngine } from "../../docker/local-engine";
import { ENGINES } from "../support/engines";
import { longWords, shortWords } from "./short";
import { type Ended, type LeftOut, summary } from "./summary";
import { endToEndTests, unitTests } from "./vitest";

const ROOT = join(__dirname, "../..");
const HOOK = join(ROOT, "register.cjs");

/** A part of a run. */
interface Part {
  title: string;
  needsEngine: boolean;
  /** What `node` is given. */
  words: string[];
}

const RUNS: Record<string, Part[]> = {
  short: [
    { title: "unit tests", needsEngine: false, words: unitTests() },
    { title: "short end-to-end tests", needsEngine: true, words: endToEndTests(shortWords()) },
  ],
  long: [
    { title: "long end-to-end tests", needsEngine: true, words: endToEndTests(longWords()) },
    {
      title: "end-to-end tests on other Dockers",
      needsEngine: true,
      words: ["--require", HOOK, join(ROOT, "test/dockers/run.ts")],
    },
  ],
};

async function main(run: string): Promise<number> {
  const parts = RUNS[run];
  if (!parts) throw new Error(`there are the runs ${Object.keys(RUNS).join(" and ")}`);
  const ended: Ended[] = [];
  const leftOut: LeftOut[] = [];
  let engine: { stop(): Promise<void> } | { obstacle: string } | undefined;
  for (const part of parts) {
    if (part.needsEngine) {
      engine ??= await findEngine();
      if ("obstacle" in engine) {
        leftOut.push({ what: part.title, why: engine.obstacle });
        continue;
      }
    }
    ended.push(await runPart(part));
  }
  if (engine && "stop" in engine) {
    await engine.stop();
    if (!ENGINES.includes("pulumi")) {
      const why = "no pulumi on PATH or in PULUMI_HOME";
      leftOut.push({ what: "the official CLI's turns", why });
    }
  }
  console.log(`\n${summary(ended, leftOut)}`);
  return ended.every(({ code }) => code === 0) ? 0 : 1;
}

async function findEngine(): Promise<{ stop(): Promise<void> } | { obstacle: string }> {
  try {
    return { stop: await ensureLocalEngine(console.log) };
  } catch (error) {
    return { obstacle: (error as Error).message };
  }
}

function runPart({ title, words }: Part): Promise<Ended> {
  console.log(`\n${title}`);
  const start = Date.now();
  const child = spawn(process.execPath, words, { cwd: ROOT, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ title, code: code ?? 1, ms: Date.now() - start }));
  });
}

// Ctrl-C reaches the tests themselves, which take away what they made; their end is this one's.
process.on("SIGINT", () => undefined);

main(process.argv[2] ?? "").then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  },
);
