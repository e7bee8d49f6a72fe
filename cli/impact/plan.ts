import { rmSync } from "node:fs";
import { join } from "node:path";
import { EXIT, UserError } from "../../shared/errors";
import type { PlannedStep } from "../../shared/planned-step";
import { temporaryFolder } from "../../shared/temporary-folder";
import type { CommandLine } from "../command-line";
import type { Machine } from "../machine";
import { proofText } from "../proof/figures";
import type { Proof } from "../proof/proof";
import type { Effect } from "./effect";
import { stepsIn, watchPlan } from "./event-log";
import { impactsOf, isRollout } from "./impact";
import { typeOf } from "./parts";
import { impactTable } from "./table";

/**
 * Says what will be felt of a plan; nothing of one without changes.
 *
 * @throws UserError where the command line refuses one of the effects.
 */
export function judge(
  steps: readonly PlannedStep[],
  { failOn, json }: Pick<CommandLine, "failOn" | "json">,
  print: (line: string) => void,
): void {
  if (!steps.some(isChange)) return;
  const impacts = impactsOf(steps);
  if (!json) print(`${impactTable(impacts)}\n`);
  const refused = impacts.filter(({ effect }) => (failOn as readonly Effect[]).includes(effect));
  if (refused.length === 0) return;
  const parts = refused.map(({ part, felt }) => `${part}: ${felt}`).join("; ");
  const flags = [...new Set(refused.map(({ effect }) => effect))].join(" and ");
  throw new UserError(
    `--fail-on ${flags}: ${parts}; nothing was changed. To do it all the same, leave --fail-on out`,
  );
}

const UNCHANGED = new Set(["same", "read", "refresh"]);

/** A provider changes with its version, and its resources by their own steps. */
const isChange = ({ op, urn }: PlannedStep) =>
  !UNCHANGED.has(op) && !typeOf(urn).startsWith("pulumi:providers:");

/** Runs a command line of the official CLI, with these flags added; its exit code. */
type RunCli = (words: readonly string[], flags: readonly string[]) => Promise<number>;

/** Begins to ask the app, for as long as a new version of it takes over. */
export type BeginProof = () => Promise<Proof | undefined>;

/**
 * Runs a command of the official CLI and says what will be felt of it: before it asks or changes anything
 * where somebody can be asked or an effect is refused, and else afterwards.
 *
 * @returns its exit code.
 */
export async function runPlanned(
  line: CommandLine,
  machine: Machine,
  run: RunCli,
  beginProof: BeginProof,
): Promise<number> {
  const folder = temporaryFolder("berth-plan-");
  const log = join(folder, "events.json");
  let proof: Proof | undefined;
  try {
    if (!looksAhead(line, machine)) {
      const begin = async () => {
        proof = await beginProof();
      };
      const endWatch = mayRollOut(line) ? watchPlan(log, isRollout, () => void begin()) : undefined;
      const code = await run(line.args, ["--event-log", log]).finally(endWatch);
      if (code === 0 || code === EXIT.unexpectedChanges) judge(stepsIn(log), line, machine.say);
      sayProof(proof, machine.say);
      return code;
    }
    const code = await run(line.previewWords, ["--event-log", log]);
    if (code !== 0) return code;
    const steps = stepsIn(log);
    judge(steps, line, machine.say);
    if (line.previewOnly) return code;
    if (!line.yes && !(await machine.ask(`Do you want to perform this ${line.command}?`, false))) {
      throw new UserError("confirmation declined, not proceeding with the operation", {
        exitCode: EXIT.declined,
      });
    }
    if (mayRollOut(line) && isRollout(steps)) proof = await beginProof();
    const ended = await run(line.args, ["--skip-preview", ...(line.yes ? [] : ["--yes"])]);
    sayProof(proof, machine.say);
    return ended;
  } finally {
    proof?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a new version of the app may take over. */
export const mayRollOut = ({ command, previewOnly, json }: CommandLine): boolean =>
  command === "up" && !previewOnly && !json;

function sayProof(proof: Proof | undefined, say: (line: string) => void): void {
  const figures = proof?.figures();
  if (figures) say(proofText(figures));
}

/** Whether there is a preview first, and then the rest: by itself the CLI goes from one to the other. */
function looksAhead(line: CommandLine, { interactive }: Machine): boolean {
  if (line.command === "preview" || line.skipPreview) return false;
  const isAsked = interactive && !line.nonInteractive && !line.json && !line.yes;
  return isAsked || line.failOn.length > 0;
}
