import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { extract, pack } from "tar-stream";
import { withVolume } from "./volume-writer";

/** A secret as a file below /run/secrets: only its owner can read it. */
export interface SecretFile {
  name: string;
  content: string;
  /** Number of its owner. */
  uid: number;
}

/** A tar of files with mode 0400 and their owners. */
export async function archiveOf(files: readonly SecretFile[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content, uid } of files) {
    archive.entry({ name, uid, gid: 0, mode: 0o400 }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * The number of a user as images name it (`app`, `app:staff`, `1000:1000` or nothing for root).
 *
 * @param passwd the image's /etc/passwd
 */
export function uidOf(user: string, passwd: string): number {
  const name = user.split(":")[0] || "0";
  if (/^\d+$/.test(name)) return Number(name);
  const line = passwd.split("\n").find((line) => line.startsWith(`${name}:`));
  const uid = line?.split(":")[2];
  if (uid === undefined)
    throw new Error(`the image runs as ${name}, whom its /etc/passwd does not have`);
  return Number(uid);
}

/**
 * Puts files into a volume.
 *
 * @param image one that the engine has.
 */
export function writeToVolume(
  docker: Docker,
  volume: string,
  image: string,
  files: readonly SecretFile[],
): Promise<void> {
  const mounted = { volume, image, target: "/run/secrets" };
  return withVolume(docker, mounted, "writer", async (container) => {
    await container.putArchive(await archiveOf(files), { path: mounted.target });
  });
}

/** The number of the user whom an image runs as. Only its own files know the number of a name. */
export async function uidOfImage(docker: Docker, image: string): Promise<number> {
  const { User: user = "" } = (await docker.getImage(image).inspect()).Config;
  if (!/^[a-z_]/i.test(user)) return uidOf(user, "");
  const container = await docker.createContainer({ Image: image, Cmd: ["true"] });
  try {
    return uidOf(user, await readPasswd(container));
  } finally {
    await container.remove({ v: true, force: true });
  }
}

async function readPasswd(container: Docker.Container): Promise<string> {
  const archive = await container.getArchive({ path: "/etc/passwd" });
  const entries = (archive as Readable).pipe(extract());
  let text = "";
  for await (const entry of entries) for await (const chunk of entry) text += chunk;
  return text;
}
