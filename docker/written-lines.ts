import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** A line that a process wrote. */
export interface WrittenLine {
  stream: "stdout" | "stderr";
  text: string;
}

const HEADER_BYTES = 8;
const STDERR = 2;

/** A piece of what a process wrote. */
export interface WrittenChunk {
  stream: "stdout" | "stderr";
  chunk: Buffer;
}

/**
 * What a process wrote, as it comes. A frame may come in pieces, and one that was cut off is left out.
 *
 * @param isRaw of a process with a terminal: it has no frames.
 */
export async function* writtenChunks(
  source: Readable,
  isRaw: boolean,
): AsyncGenerator<WrittenChunk> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    if (isRaw) {
      yield { stream: "stdout", chunk: piece as Buffer };
      continue;
    }
    rest = rest.length === 0 ? (piece as Buffer) : Buffer.concat([rest, piece as Buffer]);
    while (rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + rest.readUInt32BE(4);
      if (rest.length < end) break;
      const stream = rest.readUInt8(0) === STDERR ? "stderr" : "stdout";
      yield { stream, chunk: rest.subarray(HEADER_BYTES, end) };
      rest = rest.subarray(end);
    }
  }
}

/**
 * The lines of a log as they come. A frame may end inside a line, and inside a letter; what has no end yet
 * counts as a line where the log ends.
 */
export async function* writtenLines(log: Readable, isRaw: boolean): AsyncGenerator<WrittenLine> {
  const split = { stdout: new Splitter("stdout"), stderr: new Splitter("stderr") };
  for await (const { stream, chunk } of writtenChunks(log, isRaw)) yield* split[stream].take(chunk);
  yield* split.stdout.end();
  yield* split.stderr.end();
}

/** Takes pieces of a stream, and gives its lines. */
class Splitter {
  private readonly decoder: StringDecoder;
  private open: string;

  /** Fields are set here: dynamic providers use this, and Pulumi writes down nothing else of a class. */
  constructor(private readonly stream: WrittenLine["stream"]) {
    this.decoder = new StringDecoder("utf8");
    this.open = "";
  }

  *take(piece: Buffer): Generator<WrittenLine> {
    const lines = (this.open + this.decoder.write(piece)).split("\n");
    this.open = lines.pop() ?? "";
    for (const text of lines) yield { stream: this.stream, text: text.replace(/\r$/, "") };
  }

  *end(): Generator<WrittenLine> {
    const text = this.open + this.decoder.end();
    if (text !== "") yield { stream: this.stream, text };
  }
}
