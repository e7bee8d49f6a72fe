import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { UserError } from "../../shared/errors";
import { asText, readMapping } from "../../shared/yaml-file";
import type { Machine } from "../machine";
import type { Requirements } from "./needs";

/** Below the folder that is left out of builds and out of git. */
export const PASSPHRASE_FILE = join(".berth", "passphrase");

export interface PassphraseCheck {
  need: Requirements["passphrase"];
  /** The project's folder. */
  folder: string;
  stackFile: string;
  /** Where the state of the stack is kept, if it exists; undefined where it does not. */
  stateFile: string | undefined;
  /** What `--secrets-provider` says of a stack that is about to be made. */
  secretsProvider: string | undefined;
  machine: Pick<Machine, "env" | "say">;
}

/**
 * The environment that gives the engine its passphrase: the one that is set, else the one that is
 * kept for this project, else a new one where nothing is encrypted yet.
 *
 * @throws UserError where something is encrypted with a passphrase that is not known here.
 */
export function passphraseEnvironment(check: PassphraseCheck): NodeJS.ProcessEnv {
  const { need, folder, machine } = check;
  const { PULUMI_CONFIG_PASSPHRASE: phrase, PULUMI_CONFIG_PASSPHRASE_FILE: given } = machine.env;
  // An empty passphrase is one, too.
  if (phrase !== undefined || given) return {};
  const file = join(folder, PASSPHRASE_FILE);
  const kept = { PULUMI_CONFIG_PASSPHRASE_FILE: file };
  if (existsSync(file)) return kept;
  if (need === "no" || usesOtherProvider(check)) return {};
  const encrypted = whatIsEncrypted(check);
  if (encrypted) {
    throw new UserError(
      `${encrypted} is encrypted with a passphrase that is not known here: set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, or put it into ${file}`,
    );
  }
  if (need === "have") return {};
  generate(file);
  machine.say(
    `generated a passphrase for this project's secrets: ${file}; keep a copy in a safe place, without it they are lost`,
  );
  return kept;
}

function usesOtherProvider({ stackFile, secretsProvider }: PassphraseCheck): boolean {
  const provider = secretsProvider ?? asText(readMapping(stackFile).secretsprovider);
  return provider !== undefined && provider !== "passphrase" && provider !== "default";
}

function whatIsEncrypted({ stackFile, stateFile }: PassphraseCheck): string | undefined {
  if (asText(readMapping(stackFile).encryptionsalt)) return basename(stackFile);
  // The salt is in the stack file only until somebody takes the file back to what git has.
  if (
    stateFile &&
    /"secrets_providers":\s*\{\s*"type":\s*"passphrase"/.test(readState(stateFile))
  ) {
    return `the state in ${stateFile}`;
  }
  return undefined;
}

function readState(file: string): string {
  const content = readFileSync(file);
  return (file.endsWith(".gz") ? gunzipSync(content) : content).toString("utf8");
}

function generate(file: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  // The project may be in a repository that does not ignore the folder.
  const ignore = join(folder, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  writeFileSync(file, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  // The mask of the process may have taken away more, or the file system less.
  chmodSync(file, 0o600);
}
