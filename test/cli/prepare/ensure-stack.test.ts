import { expect, test } from "vitest";
import { parseCommandLine } from "../../../cli/command-line";
import type { Captured } from "../../../cli/machine";
import { ensureStack } from "../../../cli/prepare/ensure-stack";
import { fakeMachine } from "../fakes";

const stack = { name: "dev", from: "default", keepsSelection: false } as const;

function situation(line: string, answer: (args: string) => number) {
  const ran: string[] = [];
  const engine = async (args: readonly string[]): Promise<Captured> => {
    ran.push(args.join(" "));
    return { code: answer(ran.at(-1) ?? ""), output: "error: no such backend\n" };
  };
  return { line: parseCommandLine(line.split(" ")), engine, ran, machine: fakeMachine() };
}

test("one that exists is left alone", async () => {
  const check = situation("up", () => 0);
  await ensureStack({ ...check, stack, exists: true });
  expect(check.ran).toEqual([]);
  expect(check.machine.said).toEqual([]);
});

test("a missing one is made and selected", async () => {
  const check = situation("up -C some/dir --secrets-provider passphrase", () => 0);
  await ensureStack({ ...check, stack, exists: false });
  expect(check.ran).toEqual([
    "stack init dev --secrets-provider passphrase --cwd some/dir --non-interactive",
  ]);
  expect(check.machine.said).toEqual(["created the stack dev"]);
});

test("another selection is kept", async () => {
  const check = situation("up", () => 0);
  await ensureStack({ ...check, stack: { ...stack, keepsSelection: true }, exists: false });
  expect(check.ran).toEqual(["stack init dev --no-select --non-interactive"]);
});

test("where the backend is no folder, the engine is asked first", async () => {
  const there = situation("up", () => 0);
  await ensureStack({ ...there, stack, exists: undefined });
  expect(there.ran).toEqual(["stack --show-name --stack dev --non-interactive"]);
  const missing = situation("up", (args) => (args.startsWith("stack init") ? 0 : 255));
  await ensureStack({ ...missing, stack, exists: undefined });
  expect(missing.ran[1]).toBe("stack init dev --non-interactive");
});

test("one that cannot be made ends the run with the engine's words and exit code", async () => {
  const check = situation("up", () => 255);
  await expect(ensureStack({ ...check, stack, exists: false })).rejects.toMatchObject({
    message: "the stack dev cannot be made: no such backend",
    exitCode: 255,
  });
});
