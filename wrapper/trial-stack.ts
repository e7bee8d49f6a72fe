import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** A stack that is there for one preview only. */
export interface TrialStack {
  args: readonly string[];
  env: NodeJS.ProcessEnv;
}

/**
 * Makes what a preview needs of a stack that does not exist yet, in a temporary folder that goes with
 * this process: a preview leaves nothing behind.
 *
 * @param stackFile the stack's settings.
 * @param env what is known of its passphrase.
 */
export async function trialStack(
  project: string,
  stack: string,
  stackFile: string,
  env: NodeJS.ProcessEnv,
): Promise<TrialStack> {
  const { FileBackend, qualifiedName } = await import("../engine/state/backend");
  const folder = mkdtempSync(join(tmpdir(), "berth-preview-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const ref = { project, stack };
  const empty = { version: 3, checkpoint: { stack: qualifiedName(ref) } };
  const backend = new FileBackend(folder);
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
      ...(hasPassphrase ? {} : { PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url") }),
    },
  };
}
