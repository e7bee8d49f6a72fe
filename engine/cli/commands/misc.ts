import { hostname } from "node:os";
import { resolve } from "node:path";
import { userName } from "../../../shared/user-name";
import { credentialsFile } from "../../../shared/workspace";
import { UnsupportedError, UserError } from "../../errors";
import { ENGINE_VERSION } from "../../state/deployment";
import { writeAtomic } from "../../state/files";
import { breakLocks } from "../../state/lock";
import type { Invocation } from "../flags";
import { openProject, openStack } from "../session";
import { ask, isInteractive } from "../terminal";
import { readJson } from "../workspace";
import type { Print } from "./print";

/** `cancel`: removes the locks of a stack. */
export async function cancel(invocation: Invocation, print: Print): Promise<void> {
  const { backend, ref } = await openStack(invocation, invocation.args[0]);
  const question = `This will irreversibly cancel the currently running update for '${ref.stack}'!`;
  const asked = !invocation.has("yes") && isInteractive(invocation);
  if (asked && !(await ask(question))) throw new UserError("confirmation declined");
  await breakLocks(backend.lockFolder(ref));
  print(`The currently running update for '${ref.stack}' has been canceled!`);
}

/** `login`: chooses the folder that projects without a backend of their own keep their state in. */
export async function login(invocation: Invocation, print: Print): Promise<void> {
  const url = invocation.has("local") ? "file://~" : invocation.args[0];
  if (!url) throw new UserError("name a backend: pulumi login file://FOLDER, or --local");
  if (!url.startsWith("file://")) throw new UnsupportedError(`the backend ${url} (only file://)`);
  const path = url.slice("file://".length);
  const absolute = path.startsWith("~") || path.startsWith("/") ? url : `file://${resolve(path)}`;
  await chooseBackend(absolute);
  print(`Logged in to ${hostname()} as ${userName()} (${absolute})`);
}

/** `logout`. */
export async function logout(_: Invocation, print: Print): Promise<void> {
  await chooseBackend(undefined);
  print("Logged out of everything");
}

async function chooseBackend(current: string | undefined): Promise<void> {
  const file = credentialsFile(process.env);
  const known = await readJson(file);
  await writeAtomic(file, JSON.stringify({ ...known, current: current ?? "" }, null, 4));
}

/** `whoami`: a file backend knows the user of this machine only. */
export async function whoami(_: Invocation, print: Print): Promise<void> {
  print(userName());
}

/** `version`: scripts read the line on the standard output, people are told whose it is. */
export async function version(_: Invocation, print: Print): Promise<void> {
  print(ENGINE_VERSION);
  process.stderr.write("Berth's embedded engine, with the formats of this version of Pulumi\n");
}

/** `about`. */
export async function about(invocation: Invocation, print: Print): Promise<void> {
  print(`Engine   embedded, with the formats of Pulumi ${ENGINE_VERSION}`);
  print(`Node.js  ${process.version}`);
  print(`System   ${process.platform} ${process.arch}`);
  const { project, backend } = await openProject(invocation);
  print(`Project  ${project.name} in ${project.root}`);
  print(`Backend  ${backend.url}`);
}

/** `help`. */
export async function help(_: Invocation, print: Print): Promise<void> {
  print(`Usage: pulumi COMMAND [FLAGS]

The embedded engine of Berth runs Pulumi programs in Node.js against state in files, without the
Pulumi CLI. State and stack files are the same for both.

  up, preview, refresh, destroy         change a stack's resources, or show how
  import TYPE NAME ID                   take over a resource that exists
  logs                                  what the stack's containers say
  stack [init|select|ls|rm|rename]      a project's stacks
  stack [output|export|import|history]  a stack's state
  config [set|get|rm]                   a stack's settings
  cancel                                remove the locks of a stack
  login, logout, whoami                 where state is kept, file:// only
  version, about, help

Flags: --stack --cwd --yes --skip-preview --preview-only --refresh --target --target-dependents
--replace --diff --json --parallel --message --config --config-file --show-secrets
--expect-no-changes --continue-on-error --clear-pending-creates --suppress-outputs
--non-interactive --color
For everything else use the official Pulumi CLI.`);
}
