const HEADER_BYTES = 8;

/**
 * What a container without a terminal wrote to both its outputs, in the order it was written. A frame
 * may end inside a letter; one that was cut off counts as far as it came.
 *
 * Each has a header: the stream's number, three zero bytes, and the length of what follows.
 *
 * Source: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export function demultiplex(frames: Buffer): string {
  const parts: Buffer[] = [];
  let offset = 0;
  while (offset + HEADER_BYTES <= frames.length) {
    const length = frames.readUInt32BE(offset + 4);
    const start = offset + HEADER_BYTES;
    parts.push(frames.subarray(start, start + length));
    offset = start + length;
  }
  return Buffer.concat(parts).toString("utf8");
}
