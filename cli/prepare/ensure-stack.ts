import { UserError } from "../../shared/errors";
import type { CommandLine } from "../command-line";
import type { Captured, Machine } from "../machine";
import type { ChosenStack } from "../stack/choose-stack";

export interface StackCheck {
  stack: ChosenStack;
  line: CommandLine;
  /** Whether the stack exists, where the backend is a folder; undefined where only the engine can tell. */
  exists: boolean | undefined;
  machine: Pick<Machine, "say">;
  /** Runs a command line of the engine and keeps what it prints. */
  engine(args: readonly string[]): Promise<Captured>;
}

/** Makes the stack where it does not exist yet. It is selected where the user named none. */
export async function ensureStack(check: StackCheck): Promise<void> {
  const { stack, line, machine, engine } = check;
  const common = commonFlags(line);
  const known =
    check.exists ??
    (await engine(["stack", "--show-name", "--stack", stack.name, ...common])).code === 0;
  if (known) return;
  const { code, output } = await engine(createArguments(stack, line));
  if (code !== 0)
    throw new UserError(
      `the stack ${stack.name} cannot be made: ${output.trim().replace(/^error: /, "")}`,
      { exitCode: code },
    );
  machine.say(`created the stack ${stack.name}`);
}

/** The arguments that make a stack. Pure. */
export function createArguments(stack: ChosenStack, line: CommandLine): string[] {
  const provider = line.secretsProvider ? ["--secrets-provider", line.secretsProvider] : [];
  // Who has selected another stack keeps it; who has none would have to select this one next.
  const select = stack.keepsSelection ? ["--no-select"] : [];
  return ["stack", "init", stack.name, ...select, ...provider, ...commonFlags(line)];
}

function commonFlags({ cwd }: CommandLine): string[] {
  return [...(cwd ? ["--cwd", cwd] : []), "--non-interactive"];
}
