import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, readFileSync } from "node:fs";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import { extract, pack } from "tar-stream";
import { BACKUPS } from "./tool";

/**
 * Copies a backup out of a container's folder into a file of this machine, and its checksum beside it, as
 * `sha256sum -c` takes it. The file is there only once it is whole.
 *
 * @throws Error where what arrived is not what was written.
 */
export async function copyOut(
  container: Docker.Container,
  name: string,
  file: string,
  folder = BACKUPS,
): Promise<void> {
  const part = `${file}.part`;
  try {
    const expected = (await readSmall(container, `${folder}/${name}.sha256`)).split(" ")[0];
    const hash = createHash("sha256");
    await eachEntry(container, `${folder}/${name}`, (content) =>
      pipeline(
        content,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(part, { mode: 0o600 }),
      ),
    );
    const sum = hash.digest("hex");
    if (sum !== expected) {
      throw new Error(`${name} does not have the SHA-256 that is written beside it`);
    }
    await writeFile(`${file}.sha256`, `${sum}  ${basename(file)}\n`);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}

/** Puts a file of this machine, with its checksum where it has one, among a container's backups. */
export async function copyIn(container: Docker.Container, file: string): Promise<void> {
  const name = basename(file);
  const archive = pack();
  const sent = container.putArchive(archive.pipe(new PassThrough()), { path: BACKUPS });
  const sum = `${file}.sha256`;
  if (existsSync(sum)) archive.entry({ name: `${name}.sha256` }, readFileSync(sum));
  const { size } = await stat(file);
  await pipeline(createReadStream(file), archive.entry({ name, size }));
  archive.finalize();
  await sent;
}

async function readSmall(container: Docker.Container, path: string): Promise<string> {
  let text = "";
  await eachEntry(container, path, async (content) => {
    for await (const chunk of content) text += chunk;
  });
  return text;
}

async function eachEntry(
  container: Docker.Container,
  path: string,
  read: (content: Readable) => Promise<void>,
): Promise<void> {
  const archive = (await container.getArchive({ path })) as Readable;
  for await (const entry of archive.pipe(extract())) await read(entry as unknown as Readable);
}
