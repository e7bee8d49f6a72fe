import { randomBytes } from "node:crypto";
import { copyFileSync, cpSync, existsSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { STACK_FILE_VARIABLE } from "../../shared/stack-file-variable";
import { temporaryFolder } from "../../shared/temporary-folder";

/** A stack that is there for one preview only. */
export interface TrialStack {
  args: readonly string[];
  env: NodeJS.ProcessEnv;
}

/** The stack that a preview asks for. */
export interface Missing {
  project: string;
  stack: string;
  /** Its settings. */
  stackFile: string;
  /** The folder where its state would be, whose other stacks its program may refer to. */
  stateFolder: string;
}

/**
 * Makes what a preview needs of a stack that does not exist yet, in a temporary folder that goes with
 * this process: a preview leaves nothing behind.
 *
 * @param env what is known of its passphrase.
 */
export async function trialStack(
  { project, stack, stackFile, stateFolder }: Missing,
  env: NodeJS.ProcessEnv,
): Promise<TrialStack> {
  const { FileBackend, qualifiedName } = await import("../../engine/state/backend");
  const folder = temporaryFolder("berth-preview-");
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const ref = { project, stack };
  const manifest = { time: new Date().toISOString(), magic: "", version: "" };
  // The official CLI breaks off at a state that has no deployment at all.
  const latest = { manifest, resources: [] };
  const empty = { version: 3, checkpoint: { stack: qualifiedName(ref), latest } };
  const backend = new FileBackend(folder);
  copyStates(stateFolder, folder);
  await backend.create(ref, JSON.stringify(empty));
  const copy = join(folder, basename(stackFile));
  if (existsSync(stackFile)) copyFileSync(stackFile, copy);
  const hasPassphrase =
    env.PULUMI_CONFIG_PASSPHRASE !== undefined || Boolean(env.PULUMI_CONFIG_PASSPHRASE_FILE);
  return {
    args: ["--config-file", copy],
    env: {
      PULUMI_BACKEND_URL: backend.url,
      PULUMI_STACK: stack,
      [STACK_FILE_VARIABLE]: copy,
      ...(hasPassphrase ? {} : { PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url") }),
    },
  };
}

function copyStates(from: string, to: string): void {
  const [there, copies] = [from, to].map((folder) => join(folder, ".pulumi", "stacks"));
  if (!there || !copies || !existsSync(there)) return;
  cpSync(there, copies, { recursive: true, filter: (path) => !path.endsWith(".bak") });
}
