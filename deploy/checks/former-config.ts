import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { extract } from "tar-stream";
import { orMissing } from "../../docker/missing";
import { userError } from "../../shared/user-error";
import { type Claims, isOwn } from "./conflicts";

export interface FormerConfig {
  /** Name of the volume that earlier versions had over a folder of the image. */
  volume: string;
  /** That folder. */
  folder: string;
  /** Reference of the server's image. */
  image: string;
  /** The lines of `database.config`. */
  config?: string;
}

interface File {
  name: string;
  text: string;
  /** When it was written last, in milliseconds since 1970. */
  written: number;
}

/** What official images had there once: 9.x has none of them any more. */
const OF_OFFICIAL_IMAGES = ["docker.cnf", "mysql.cnf", "mysqldump.cnf"];

/** How many older images are looked at, the newest first. */
const LOOKED_AT = 10;

/** An image's files are older than the volume that they were copied into, but for seconds. */
const COPIED_MS = 5000;

/**
 * Refuses to go on without the files that a person has put into the configuration volume of an earlier
 * version, which an `up` removes: image files were copied into it once, and hid those of newer images.
 *
 * @throws pulumi.RunError with their names, and both ways out.
 */
export async function refuseToLoseConfig(
  docker: Docker,
  former: FormerConfig,
  claims: Pick<Claims, "project" | "stack">,
): Promise<void> {
  const { volume, folder, image, config = "" } = former;
  const found = await orMissing(docker.getVolume(volume).inspect());
  if (!found || !isOwn(found.Labels ?? {}, claims)) return;
  const [user] = await docker.listContainers({ all: true, filters: { volume: [volume] } });
  const reference = user?.ImageID ?? image;
  const there = await filesOf(docker, reference, folder, [`${volume}:${folder}:ro,nocopy`]);
  if (!there?.length) return;
  const made = Date.parse((found as { CreatedAt?: string }).CreatedAt ?? "");
  const isCopy = await copiesOf(docker, folder, [reference, image]);
  const isAPersons = (file: File) => file.written > made + COPIED_MS || !isCopy(file);
  const lost = there.filter((file) => isAPersons(file) && !isIn(file.text, config));
  const [first] = lost;
  if (!first) return;
  const run = (program: string) =>
    `docker run --rm -v ${volume}:/conf --entrypoint ${program} ${image} /conf/${first.name}`;
  throw userError(
    [
      `database.config: the volume ${volume} has ${lost.map(({ name }) => name).join(", ")} with settings of your own, and is not mounted any more, as it hid the files of newer images; nothing was changed. One of:`,
      `  keep them: ${run("cat")} >database.cnf && pulumi config set --stack ${claims.stack} --path database.config ./database.cnf`,
      `  do without them: ${run("rm")}`,
    ].join("\n"),
  );
}

/**
 * Tells what an image has had at a file's name: one of these, any official one, or an older one of the same
 * repository that is still on the engine.
 */
async function copiesOf(
  docker: Docker,
  folder: string,
  references: readonly string[],
): Promise<(file: File) => boolean> {
  const repository = references.at(-1)?.replace(/(:[^/:]*)?(@.*)?$/, "");
  const older = await docker.listImages({ filters: { reference: [`${repository}`] } });
  const images = new Set([...references, ...older.slice(0, LOOKED_AT).map(({ Id }) => Id)]);
  const names = new Set(OF_OFFICIAL_IMAGES);
  for (const image of images) {
    for (const { name } of (await filesOf(docker, image, folder)) ?? []) names.add(name);
  }
  return ({ name }) => names.has(name);
}

/** Whether lines of a configuration have each option of a file. */
function isIn(text: string, config: string): boolean {
  const given = new Set(optionsOf(config));
  return optionsOf(text).every((option) => given.has(option));
}

const optionsOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^[^#;[]/.test(line));

/** The files of the folder in a container that is never started; undefined without its image. */
async function filesOf(
  docker: Docker,
  image: string,
  folder: string,
  binds: string[] = [],
): Promise<File[] | undefined> {
  if (!(await orMissing(docker.getImage(image).inspect()))) return undefined;
  const container = await docker.createContainer({
    Image: image,
    Cmd: ["true"],
    HostConfig: { Binds: binds, NetworkMode: "none" },
  });
  try {
    const archive = await orMissing(container.getArchive({ path: folder }));
    return archive ? await readFiles(archive as Readable) : [];
  } finally {
    await container.remove({ v: true, force: true });
  }
}

async function readFiles(archive: Readable): Promise<File[]> {
  const files: File[] = [];
  for await (const entry of archive.pipe(extract())) {
    const { name, type, mtime } = entry.header;
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (type !== "file") continue;
    const text = Buffer.concat(chunks).toString("utf8");
    files.push({ name: name.replace(/^[^/]*\//, ""), text, written: mtime?.getTime() ?? 0 });
  }
  return files;
}
