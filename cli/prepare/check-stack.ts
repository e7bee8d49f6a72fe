import { UserError } from "../../shared/errors";
import type { EngineKind } from "../command-line";

/** A stack as a command is about to read it. */
export interface StackToCheck {
  project: string;
  stack: string;
  stackFile: string;
  /** The folder of a file backend that has a state of the stack; undefined where there is none. */
  stateFolder: string | undefined;
  /** What the engine gets for its environment. */
  env: NodeJS.ProcessEnv;
}

/** Commands that run the program, or change what it made. */
const OPERATIONS = new Set(["up", "preview", "refresh", "destroy", "import", "watch"]);

/** Commands that read the state only. */
const STATE_COMMANDS = new Set([
  ...["stack", "stack rm", "stack output", "stack export", "stack rename", "stack history", "logs"],
]);

/** Whether a command reads what a stack has. */
export function readsStack(command: string): boolean {
  return OPERATIONS.has(command) || STATE_COMMANDS.has(command) || /^config\b/.test(command);
}

/**
 * Looks at a stack's settings, state and secrets before an engine does. The embedded engine says by
 * itself what is wrong with them; the official CLI says it without file and key, takes a state of
 * `null` for an empty one, and gives a stack file without a salt another one.
 *
 * @throws UserError with what is wrong, and nothing changed.
 */
export async function checkStack(
  command: string,
  engine: EngineKind,
  stack: StackToCheck,
): Promise<void> {
  if (!readsStack(command)) return;
  const { UnsupportedError } = await import("../../engine/errors");
  try {
    const file = await loadSettings(stack);
    const state = await readState(stack);
    // The embedded engine says by itself which secret it cannot open.
    if (engine === "embedded") return;
    const { PULUMI_CONFIG_PASSPHRASE: phrase, PULUMI_CONFIG_PASSPHRASE_FILE: path } = stack.env;
    if (!OPERATIONS.has(command) || file.secretsProvider !== undefined) return;
    if (phrase !== undefined || path) await openSecrets(stack, file, state);
  } catch (error) {
    // What only the embedded engine cannot do is no fault of the stack.
    if (error instanceof UnsupportedError) return;
    throw error;
  }
}

async function loadSettings({ stackFile, project }: StackToCheck) {
  const { StackFile } = await import("../../engine/config/stack-file");
  return StackFile.load(stackFile, project);
}

async function readState({ project, stack, stateFolder }: StackToCheck) {
  if (stateFolder === undefined) return undefined;
  const { FileBackend } = await import("../../engine/state/backend");
  return new FileBackend(stateFolder).read({ project, stack });
}

/** Decrypts what the engine will have to: the key takes a while, so only where something is encrypted. */
async function openSecrets(
  { project, stack, stackFile, env }: StackToCheck,
  file: Awaited<ReturnType<typeof loadSettings>>,
  state: Awaited<ReturnType<typeof readState>>,
): Promise<void> {
  const { basename } = await import("node:path");
  const { clear } = await import("../../engine/config/config");
  const secure = await import("../../engine/config/secure-values");
  const secrets = await import("../../engine/cli/stack-secrets");
  const id = { project, stack, name: basename(stackFile) };
  secure.refuseBrokenSecrets(file.config, id);
  const keys = secure.secureValues(file.config, project).map(({ key }) => key);
  if (file.salt === undefined && keys.length > 0) {
    throw new UserError(secure.saltMissing(id, keys, state?.salt));
  }
  if (file.salt === undefined) return;
  const opened = await secrets.openStackSecrets(file, id, async () => state?.salt, env);
  const decrypt = secrets.settingDecrypter(opened, id);
  for (const [key, value] of Object.entries(file.config)) clear(value, decrypt, [key]);
  if (state?.salt === opened.salt) state.open(opened);
}
