import { basename, resolve } from "node:path";

import { stackFile } from "../../shared/project";
import { shortName, stackNameProblem } from "../../shared/stack-name";
import { type Decrypt, resolveConfig, type StackConfig } from "../config/config";
import { qualifyKey } from "../config/config-key";
import { loadProject, type Project } from "../config/project";
import { refuseBrokenSecrets } from "../config/secure-values";
import { StackFile } from "../config/stack-file";
import { EXIT, UnsupportedError, UserError } from "../errors";
import { Secret, type ValueMap } from "../resource/value";
import { openSecrets, type SecretsManager } from "../secrets/passphrase";
import type { FileBackend, StackRef } from "../state/backend";
import { DeploymentWriter, type Snapshot } from "../state/deployment";
import type { Invocation } from "./flags";
import { openStackSecrets, passphrase, settingDecrypter } from "./stack-secrets";
import { backendUrl, openBackend, selectedStack } from "./workspace";

/** A command's project and backend. */
export interface ProjectSession {
  project: Project;
  url: string;
  backend: FileBackend;
}

/** A command's stack, its settings and its state. */
export interface StackSession extends ProjectSession {
  ref: StackRef;
  file: StackFile;
  /** Opened when it is first needed: deriving the key takes a while. */
  secrets(): Promise<SecretsManager>;
  /** Writes the salt of the stack's secrets to a stack file that has none yet. */
  keepSalt(): Promise<void>;
  /** What decrypts settings, and names the one that it cannot decrypt. */
  decrypter(): Promise<Decrypt>;
  /** Begins to derive the key, for who will need it and has something else to do meanwhile. */
  prepareSecrets(): void;
  snapshot(): Promise<Snapshot>;
  writer(): Promise<DeploymentWriter>;
  config(): Promise<StackConfig>;
}

/** Finds the project that a command is about. */
export async function openProject(invocation: Invocation): Promise<ProjectSession> {
  const project = await loadProject(resolve(invocation.text("cwd") ?? "."));
  const url = await backendUrl(project);
  return { project, url, backend: openBackend(url, project.root) };
}

/**
 * Finds the stack that a command is about: the one selected unless one is named, by a flag or, for
 * some commands, by an argument.
 */
export async function openStack(
  invocation: Invocation,
  argument = invocation.text("stack"),
): Promise<StackSession> {
  const session = await openProject(invocation);
  const { project, url, backend } = session;
  const name = argument || process.env.PULUMI_STACK || (await selectedStack(project, url));
  if (!name) {
    throw new UserError(
      "no stack selected; please use `pulumi stack select` or `pulumi stack init` to choose one",
    );
  }
  const ref = stackRef(project, name);
  if (!(await backend.exists(ref))) {
    const names = (await backend.stacks(project.name)).sort();
    const there = names.length > 0 ? `; there is ${names.join(", ")}` : "";
    throw new UserError(`no stack named '${ref.stack}' found${there}`, { exitCode: EXIT.noStack });
  }
  const stack = await stackSession(session, ref, invocation.text("config-file"));
  await setGiven(stack, invocation.list("config"));
  return stack;
}

/** Writes settings that were given on the command line as KEY=VALUE to the stack's file. */
async function setGiven({ file, project }: StackSession, given: string[]): Promise<void> {
  if (given.length === 0) return;
  for (const text of given) {
    const at = text.indexOf("=");
    if (at < 1) throw new UserError(`--config ${text}: expected KEY=VALUE`);
    file.set(qualifyKey(text.slice(0, at), project.name), text.slice(at + 1));
  }
  await file.save();
}

/** A stack by its name, which may be written with organization and project. */
export function stackRef(project: Project, name: string): StackRef {
  const problem = stackNameProblem(name);
  if (problem) throw new UserError(problem);
  const stack = shortName(name);
  const given = name.split("/").at(-2);
  if (given && given !== "organization" && given !== project.name) {
    throw new UserError(`the stack ${name} belongs to another project than ${project.name}`);
  }
  return { project: project.name, stack };
}

export async function stackSession(
  session: ProjectSession,
  ref: StackRef,
  configFile?: string,
): Promise<StackSession> {
  const { project, backend } = session;
  const file = await StackFile.load(
    configFile ? resolve(configFile) : stackFile(project, ref.stack),
    project.name,
  );
  if (file.secretsProvider)
    throw new UnsupportedError(`the secrets provider ${file.secretsProvider}`);
  if (file.hasEnvironment) throw new UnsupportedError("`environment` in a stack file (Pulumi ESC)");
  const id = { project: project.name, stack: ref.stack, name: basename(file.path) };
  const isSalted = file.salt !== undefined;
  // Read at once, so that the file and the key are worked on at the same time.
  const checkpoint = once(() => backend.read(ref));
  // A state that cannot be read is told to who asks for what is in it.
  const saltOfState = () =>
    checkpoint().then(
      ({ salt }) => salt,
      () => undefined,
    );
  const secrets = once(async () => openStackSecrets(file, id, saltOfState));
  return {
    ...session,
    ref,
    file,
    secrets,
    async keepSalt() {
      await secrets();
      if (!isSalted) await file.save();
    },
    decrypter: async () => settingDecrypter(await secrets(), id),
    prepareSecrets() {
      // A stack without secrets gets them only once it is locked. What goes wrong is told to who asks.
      if (file.salt) secrets().catch(() => {});
    },
    snapshot: once(async () => {
      const [read, opened] = await Promise.all([checkpoint(), secrets()]);
      const own = read.salt && read.salt !== opened.salt;
      return read.open(own ? await openSecrets(await passphrase(), read.salt ?? "") : opened);
    }),
    writer: once(async () => new DeploymentWriter(await secrets())),
    config: once(async () => {
      refuseBrokenSecrets(file.config, id);
      const decrypt = settingDecrypter(await secrets(), id);
      return resolveConfig(ref.stack, project.name, file.config, project.config, decrypt);
    }),
  };
}

/** The settings that a package's default provider gets. The dynamic provider gets all of them. */
export function packageConfig(config: StackConfig, pkg: string): ValueMap {
  const result: ValueMap = {};
  // Settings of this namespace are the engine's own.
  if (pkg === "pulumi") return result;
  for (const [key, value] of Object.entries(config.values)) {
    const namespace = key.slice(0, key.indexOf(":"));
    const name = pkg === "pulumi-nodejs" ? key : key.slice(namespace.length + 1);
    if (pkg !== "pulumi-nodejs" && namespace !== pkg) continue;
    result[name] = config.secretKeys.includes(key) ? new Secret(value) : value;
  }
  return result;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
