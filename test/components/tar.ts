import { Readable } from "node:stream";
import { extract } from "tar-stream";

/** The entries of a tar: name, owner, mode and content. */
export async function filesIn(archive: Buffer) {
  const files = [];
  for await (const entry of Readable.from([archive]).pipe(extract())) {
    const { name, uid, gid, mode } = entry.header;
    let content = "";
    for await (const chunk of entry) content += chunk;
    files.push({ name, uid, gid, mode, content });
  }
  return files;
}
