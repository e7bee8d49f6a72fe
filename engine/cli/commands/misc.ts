import { userInfo } from "node:os";
import { join, resolve } from "node:path";

import { UnsupportedError, UserError } from "../../errors";
import { ENGINE_VERSION } from "../../state/deployment";
import { readIfExists, writeAtomic } from "../../state/files";
import { breakLocks } from "../../state/lock";
import type { Invocation } from "../flags";
import { openProject, openStack } from "../session";
import { ask } from "../terminal";
import { pulumiHome } from "../workspace";
import type { Print } from "./print";

/** `cancel`: removes the locks of a stack. */
export async function cancel(invocation: Invocation, print: Print): Promise<void> {
  const { backend, ref } = await openStack(invocation);
  const question = `This will irreversibly cancel the currently running update for '${ref.stack}'!`;
  if (!invocation.has("yes") && !(await ask(question)))
    throw new UserError("confirmation declined");
  const count = await breakLocks(backend.lockFolder(ref));
  print(
    `The currently running update for '${ref.stack}' has been canceled! (${count} lock(s) removed)`,
  );
}

/** `login`: chooses the folder that projects without a backend of their own keep their state in. */
export async function login(invocation: Invocation, print: Print): Promise<void> {
  const url = invocation.has("local") ? "file://~" : invocation.args[0];
  if (!url) throw new UserError("name a backend: pulumi login file://FOLDER, or --local");
  if (!url.startsWith("file://")) throw new UnsupportedError(`the backend ${url} (only file://)`);
  const path = url.slice("file://".length);
  const absolute = path.startsWith("~") || path.startsWith("/") ? url : `file://${resolve(path)}`;
  await chooseBackend(absolute);
  print(`Logged in to ${absolute} as ${userInfo().username}`);
}

/** `logout`. */
export async function logout(_: Invocation, print: Print): Promise<void> {
  await chooseBackend(undefined);
  print("Logged out of everything");
}

async function chooseBackend(current: string | undefined): Promise<void> {
  const file = join(pulumiHome(), "credentials.json");
  const known = JSON.parse((await readIfExists(file)) ?? "{}") as Record<string, unknown>;
  await writeAtomic(file, JSON.stringify({ ...known, current: current ?? "" }, null, 4));
}

/** `whoami`: a file backend knows the user of this machine only. */
export async function whoami(_: Invocation, print: Print): Promise<void> {
  print(userInfo().username);
}

/** `version`. */
export async function version(_: Invocation, print: Print): Promise<void> {
  print(`${ENGINE_VERSION} (embedded engine)`);
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
  stack [init|select|ls|rm|rename]      a project's stacks
  stack [output|export|import|history]  a stack's state
  config [set|get|rm]                   a stack's settings
  cancel                                remove the locks of a stack
  login, logout, whoami                 where state is kept, file:// only
  version, about, help

Flags: --stack --cwd --yes --skip-preview --refresh --target --target-dependents --replace --diff
--json --parallel --message --config --config-file --show-secrets --expect-no-changes
--continue-on-error --clear-pending-creates --non-interactive --color
For everything else use the official Pulumi CLI.`);
}
