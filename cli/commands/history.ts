import { partFlag } from "../../backup/part";
import { UserError } from "../../shared/errors";
import { shortId } from "../../shared/short-id";
import { textTable } from "../../shared/text-table";
import { type Past, pastOf } from "../history/past";
import { type Before, beforeEach, takenBackups } from "../history/rollback";
import { type Colors, colorsFor } from "./colors";
import type { Run } from "./command";
import { openFor } from "./engine";

/** `history`: who changed a stack, when, from which commit, what changed, and the way back. */
export const history: Run = async (line, surroundings) => {
  const most = line.text("last") ?? "20";
  if (!/^[1-9]\d*$/.test(most)) {
    throw new UserError(`history: --last: given "${most}"; accepted: a whole number from 1 on`);
  }
  const place = openFor(line, surroundings);
  const { stack } = place.id;
  if (place.state === undefined) {
    throw new UserError(
      `the state of the stack ${stack} is in no folder of this machine; its history: ./pulumiw stack history --stack ${stack}`,
    );
  }
  // One more, for what was before the last of them.
  const past = pastOf(place, Number(most) + 1);
  if (past.length === 0) throw new UserError(`the stack ${stack} has no history yet`);
  const taken = past.some(({ backedUp }) => backedUp)
    ? await takenBackups(place.client, place.id)
    : [];
  const before = beforeEach(past, taken);
  const shown = past.slice(0, Number(most));
  if (line.has("json")) {
    const all = shown.map((run, index) => ({ ...run, before: before[index] }));
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
    return;
  }
  const colors = colorsFor(line, surroundings.machine.env);
  const rows = shown.map((run, index) => row(run, before[index], colors));
  const lines = textTable(usedColumns([HEADING, ...rows]));
  const wayBack = before.find((one) => one !== undefined);
  if (wayBack) lines.push("", ...wayBackLines(wayBack, stack));
  process.stdout.write(`${lines.join("\n")}\n`);
};

const HEADING = [
  ...["WHEN (UTC)", "KIND", "RESULT", "TOOK", "CHANGES", "IMAGE", "COMMIT", "WHO"],
  ...["MIGRATION", "BACKUP", "FAILED REQUESTS", "MESSAGE"],
];

const SELDOM: ReadonlySet<string> = new Set(["MIGRATION", "BACKUP", "FAILED REQUESTS"]);

function row(run: Past, before: Before | undefined, { red, green }: Colors): string[] {
  const { probe } = run;
  const failed = probe && `${probe.failures} of ${probe.requests}`;
  return [
    run.when.slice(0, 16).replace("T", " "),
    run.kind,
    (run.result === "succeeded" ? green : red)(run.result),
    `${run.seconds} s`,
    changesOf(run.changes),
    run.image === undefined ? "-" : shortId(run.image),
    run.commit?.slice(0, 8) ?? "-",
    run.who ?? "-",
    run.migrated ? "ran" : "-",
    before?.backups.map(({ name }) => name).join(", ") || (run.backedUp ? "made" : "-"),
    failed === undefined ? "-" : probe?.failures ? red(failed) : failed,
    run.message ?? "",
  ];
}

/** The columns but those that some stacks never fill. */
function usedColumns(rows: readonly string[][]): string[][] {
  const isUsed = (name: string | undefined, index: number) =>
    !SELDOM.has(name ?? "") || rows.slice(1).some((row) => row[index] !== "-");
  const used = HEADING.map(isUsed);
  return rows.map((row) => row.filter((_, index) => used[index]));
}

/** The commands that go back to what was there before the last version. */
function wayBackLines({ release, backups }: Before, stack: string): string[] {
  const on = `--stack ${stack}`;
  const restores = backups.map(
    ({ name, ...part }) => `  ./pulumiw backup restore ${name} ${on}${partFlag(part)}`,
  );
  return [
    `back to the version before: pulumi config set ${on} release ${release} && ./pulumiw up ${on}`,
    ...(restores.length > 0
      ? ["and where its data has to go back too, which loses what was written since:", ...restores]
      : []),
  ];
}

/** As `+2 ~1 -1`; `-` where nothing changed. */
function changesOf({
  create = 0,
  update = 0,
  delete: deleted = 0,
  replace = 0,
}: Record<string, number>): string {
  const counts = [
    ["+", create],
    ["~", update],
    ["±", replace],
    ["-", deleted],
  ] as const;
  const given = counts.filter(([, count]) => count > 0).map(([sign, count]) => `${sign}${count}`);
  return given.join(" ") || "-";
}
