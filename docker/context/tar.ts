import { Readable } from "node:stream";
import { contentOf } from "./file-content";
import { bytesOf } from "./file-name";

/** What a build is given: all of it belongs to root, as the docker client sends it. */
export interface TarEntry {
  /** With slashes, as pathText has it. */
  path: string;
  type: "file" | "folder" | "link" | "fifo" | "character" | "block";
  /** Rights and the three bits above them. */
  mode: number;
  modified: Date;
  /** Where a link leads. */
  target?: string;
  /** Of a device. */
  device?: { major: number; minor: number };
  /** Of a file. */
  content?: string | Buffer | { from: string; size: number };
}

const BLOCK = 512;
const NAME_BYTES = 100;
const TYPES = { file: "0", link: "2", character: "3", block: "4", folder: "5", fifo: "6" };
const LONG_NAME = "L";
const LONG_TARGET = "K";

/**
 * A tar in the GNU format, which says names as the bytes that they are and sizes beyond 8 GB: the
 * archives of tar-stream take names for UTF-8.
 *
 * Source: https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export function tarOf(entries: Iterable<TarEntry>): Readable {
  return Readable.from(pieces(entries), { objectMode: false });
}

async function* pieces(entries: Iterable<TarEntry>): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield headersOf(entry);
    const { content = "" } = entry;
    const size = sizeOf(entry);
    if (typeof content === "object" && "from" in content) yield* contentOf(content.from, size);
    else if (size > 0) yield Buffer.from(content as string);
    yield padding(size);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** The headers of an entry, with one before them for each name that is too long. */
export function headersOf(entry: TarEntry): Buffer {
  const name = bytesOf(entry.type === "folder" ? `${entry.path}/` : entry.path);
  const target = bytesOf(entry.target ?? "");
  const header = Buffer.alloc(BLOCK);
  name.copy(header, 0, 0, NAME_BYTES);
  header.write(octal(entry.mode & 0o7777, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  number(sizeOf(entry), 12).copy(header, 124);
  number(Math.max(0, Math.floor(entry.modified.getTime() / 1000)), 12).copy(header, 136);
  header.write(TYPES[entry.type], 156);
  target.copy(header, 157, 0, NAME_BYTES);
  header.write("ustar  ", 257);
  if (entry.device) {
    header.write(octal(entry.device.major, 8), 329);
    header.write(octal(entry.device.minor, 8), 337);
  }
  return Buffer.concat([long(name, LONG_NAME), long(target, LONG_TARGET), summed(header)]);
}

function sizeOf({ content = "" }: TarEntry): number {
  return typeof content === "object" && "from" in content
    ? content.size
    : Buffer.byteLength(content);
}

/** A record that has the whole of a long name for the header after it. */
function long(name: Buffer, type: string): Buffer {
  if (name.length <= NAME_BYTES) return Buffer.alloc(0);
  const text = Buffer.concat([name, Buffer.alloc(1)]);
  const header = Buffer.alloc(BLOCK);
  header.write("././@LongLink");
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  number(text.length, 12).copy(header, 124);
  number(0, 12).copy(header, 136);
  header.write(type, 156);
  header.write("ustar  ", 257);
  return Buffer.concat([summed(header), text, padding(text.length)]);
}

function summed(header: Buffer): Buffer {
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 7)} `, 148);
  return header;
}

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;

/** In octal digits, or in binary where there are not enough of them. */
function number(value: number, width: number): Buffer {
  if (value < 8 ** (width - 1)) return Buffer.from(octal(value, width));
  const binary = Buffer.alloc(width);
  binary.writeUInt8(0x80);
  binary.writeBigUInt64BE(BigInt(value), width - 8);
  return binary;
}

const padding = (size: number) => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
