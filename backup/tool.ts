import type { Duplex } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { VOLUME } from "../components/backup/kinds";
import { databaseEngine } from "../components/databases";
import { labelMap, nameOf, type StackId } from "../components/labels";
import type { ExecResult } from "../docker/exec";
import { BackupError, OutOfContact } from "./backup-error";
import type { Server, Shelf, Target, VolumeTarget } from "./places";
import { restoringScripts } from "./scripts";

/** Where a tool finds the scripts and the backups. */
const SCRIPTS = "/berth";
export const BACKUPS = "/backups";

/** What Docker answers where a container has the name. */
const NAME_IS_TAKEN = 409;

/** Longer than any restore takes, in seconds, where the engine does not learn that nobody is there any more. */
const LIFETIME = 86400;

/**
 * Ends once nobody is attached any more: what a killed command leaves behind is then in no other one's way. What has
 * begun to put data in its place comes to its end before; such a command has begun within the two seconds.
 */
const WHILE_ATTACHED = `timeout ${LIFETIME} cat >/dev/null; sleep 2; while [ -e ${SCRIPTS}/swapping ]; do sleep 1; done`;

/** A script of the tool's, as the words of a command. */
export const script = (name: string, ...words: readonly string[]) => [
  "sh",
  `${SCRIPTS}/${name}`,
  ...words,
];

/** What a script that failed has to say. */
export const wordsOf = ({ exitCode, stderr }: ExecResult) =>
  stderr.trim() || `it broke off with exit code ${exitCode}`;

export interface ToolArgs {
  /** The stack that it is made for. */
  id: StackId;
  /** The backups that it sees, read-only; without, it has an empty folder for some. */
  shelf?: Shelf;
  /** The server whose network and secrets it shares, or the volume that it has. */
  of?: Target;
  /** What it is called; only one container can have a name. */
  role?: string;
}

/** Lets Ctrl-C wait from now on, for what must not be broken off. */
export type Hold = () => void;

/**
 * Makes a container that has the programs of a database's image and the scripts, for as long as
 * `use` takes. It runs once it is started. Ctrl-C ends it, and then this process.
 */
export async function withTool<T>(
  docker: Docker,
  args: ToolArgs,
  use: (container: Docker.Container, hold: Hold) => Promise<T>,
): Promise<T> {
  const container = await docker.createContainer(createOptions(args)).catch((error) => {
    if (error.statusCode !== NAME_IS_TAKEN || !args.role) throw error;
    throw new BackupError(
      `another ${args.role} is at work in the container ${nameOf(args.id, args.role)}`,
    );
  });
  const leash = await attach(container);
  const remove = () => container.remove({ force: true, v: true }).catch(() => {});
  let isHeld = false;
  let isLeft = false;
  let isInterrupted = false;
  const interrupt = async (signal: NodeJS.Signals) => {
    if (isHeld) return;
    isInterrupted = true;
    await remove();
    release();
    process.kill(process.pid, signal);
  };
  const release = () => process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    await container.putArchive(await archiveFor(args), { path: "/" });
    return await use(container, () => {
      isHeld = true;
    });
  } catch (error) {
    // What fails for want of the container is no news; the signal says how this process ends.
    if (isInterrupted) return await new Promise<never>(() => {});
    isLeft = error instanceof OutOfContact;
    throw error;
  } finally {
    release();
    leash?.destroy();
    if (!isLeft) await remove();
  }
}

/** Keeps the container going for as long as this process does; without it, it goes on for its lifetime. */
async function attach(container: Docker.Container): Promise<Duplex | undefined> {
  const stream = await container
    .attach({ stream: true, stdin: true, hijack: true })
    .catch(() => undefined);
  stream?.on("error", () => {});
  return stream as Duplex | undefined;
}

const passwordFileOf = ({ engine }: Server) => databaseEngine(engine).backup.passwordFile;

/** Where a tool has the volume that is meant. */
const VOLUME_FOLDER = "/volume";

const isVolume = (of: Target): of is VolumeTarget => of.engine === VOLUME;

/** What the scripts have to know of what is meant; nothing where backups are only listed. */
const variablesOf = (of: Target) => [
  `BACKUP_ENGINE=${of.engine}`,
  ...(isVolume(of) ? [`BACKUP_VOLUME=${VOLUME_FOLDER}`] : serverVariables(of)),
];

const serverVariables = (server: Server) => [
  `BACKUP_DATABASE=${server.database}`,
  "BACKUP_HOST=127.0.0.1",
  `BACKUP_PASSWORD_FILE=/run/secrets/${passwordFileOf(server)}`,
];

function createOptions({ id, shelf, of, role }: ToolArgs): Docker.ContainerCreateOptions {
  const server = of && !isVolume(of) ? of : undefined;
  return {
    name: role && nameOf(id, role),
    Image: of?.image ?? shelf?.image,
    User: "0:0",
    Entrypoint: ["sh", "-c", WHILE_ATTACHED],
    OpenStdin: true,
    StdinOnce: true,
    Env: [`BACKUP_FOLDER=${BACKUPS}`, ...(of ? variablesOf(of) : [])],
    Labels: labelMap(id, role ?? "backup-tool"),
    Volumes: shelf ? {} : { [BACKUPS]: {} },
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      // A shell or sleep as process 1 ignores SIGTERM.
      Init: true,
      NetworkMode: server ? `container:${server.container}` : "none",
      Binds: [
        ...(shelf ? [`${shelf.from}:${BACKUPS}:ro`] : []),
        ...(of && isVolume(of) ? [`${of.volume}:${VOLUME_FOLDER}`] : []),
        ...(server?.secrets ? [`${server.secrets}:/run/secrets:ro`] : []),
      ],
    },
  };
}

/** The scripts, and the password where no volume has it. */
async function archiveFor({ of }: ToolArgs): Promise<Buffer> {
  const archive = pack();
  if (of && !isVolume(of) && !of.secrets) {
    const name = passwordFileOf(of);
    archive.entry({ name: `run/secrets/${name}`, mode: 0o400 }, await of.secret(name));
  }
  archive.entry({ name: SCRIPTS.slice(1), type: "directory" });
  for (const { name, content } of restoringScripts(of?.engine)) {
    archive.entry({ name: `${SCRIPTS.slice(1)}/${name}` }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
