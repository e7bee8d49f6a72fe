const HEADER_BYTES = 8;

/** Numbers of the outputs, as frames have them. */
export const STDOUT = 1;
export const STDERR = 2;

/**
 * What a container without a terminal wrote, in the order it was written. A frame may end inside a
 * letter; one that was cut off counts as far as it came.
 *
 * @param output the number of one of its outputs; both if not given.
 *
 * Each has a header: the stream's number, three zero bytes, and the length of what follows.
 *
 * Source: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export function demultiplex(frames: Buffer, output?: number): string {
  const parts: Buffer[] = [];
  let offset = 0;
  while (offset + HEADER_BYTES <= frames.length) {
    const length = frames.readUInt32BE(offset + 4);
    const start = offset + HEADER_BYTES;
    const isWanted = output === undefined || frames.readUInt8(offset) === output;
    if (isWanted) parts.push(frames.subarray(start, start + length));
    offset = start + length;
  }
  return Buffer.concat(parts).toString("utf8");
}
