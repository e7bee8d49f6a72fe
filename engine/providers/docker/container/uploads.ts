import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";

import { UserError } from "../../../errors";
import type { ContainerInputs } from "./fields";

type Upload = NonNullable<ContainerInputs["uploads"]>[number];

/** A tar archive with the files that a container gets before it starts. */
export async function uploadArchive(uploads: Upload[]): Promise<Buffer> {
  const archive = pack();
  for (const upload of uploads) {
    const content = await contentOf(upload);
    archive.entry({ name: upload.file ?? "", mode: modeOf(upload), mtime: new Date() }, content);
  }
  archive.finalize();
  return buffer(archive);
}

async function contentOf({ file, content, contentBase64, source }: Upload): Promise<Buffer> {
  const given = [content, contentBase64, source].filter(Boolean);
  if (given.length !== 1) {
    const sources = "content, contentBase64 and source";
    throw new UserError(
      `upload ${file}: exactly one of ${sources} has to be given, not ${given.length}`,
    );
  }
  if (content) return Buffer.from(content);
  if (contentBase64) return Buffer.from(contentBase64, "base64");
  try {
    return await readFile(source ?? "");
  } catch (error) {
    throw new UserError(`upload ${file}: the file ${source} cannot be read`, { cause: error });
  }
}

function modeOf({ permissions, executable }: Upload): number {
  if (permissions) return Number.parseInt(permissions, 8);
  return executable ? 0o744 : 0o644;
}
