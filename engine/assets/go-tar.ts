import { posix } from "node:path";

/** A file of a tar. */
export interface TarEntry {
  name: string;
  size: number;
}

const BLOCK = 512;
const NAME_SIZE = 100;
const PREFIX_SIZE = 155;
/** Eleven octal digits. */
const MAX_SIZE = 0o77777777777;

/** What ends a tar. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** What comes after a file's content. */
export const tarPadding = (size: number) => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/**
 * What comes before a file's content, byte for byte as Go's `archive/tar` writes it for a header of name,
 * mode 0600 and size: the official CLI's digest of an archive is that of such a tar.
 */
export function tarHeader({ name, size }: TarEntry): Buffer {
  if (size > MAX_SIZE) throw new Error(`${name} has more than 8 GiB`);
  const isPlain = ascii(name) === name;
  if (isPlain && name.length <= NAME_SIZE) return block({ name, size });
  const split = isPlain && splitName(name);
  if (split) return block({ ...split, size });
  const record = paxRecord("path", name);
  const folder = posix.dirname(name);
  const headerName = posix.join(folder === "." ? "" : folder, "PaxHeaders.0", posix.basename(name));
  return Buffer.concat([
    block({
      name: ascii(headerName).slice(0, NAME_SIZE).replace(/\/+$/, ""),
      size: record.length,
      type: "x",
      mode: 0,
    }),
    record,
    tarPadding(record.length),
    block({ name: ascii(name), size }),
  ]);
}

interface Header extends TarEntry {
  prefix?: string;
  type?: string;
  mode?: number;
}

function block({ name, size, prefix = "", type = "0", mode = 0o600 }: Header): Buffer {
  const result = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, width: number) =>
    result.write(value.toString(8).padStart(width - 1, "0"), at, "latin1");
  result.write(name.slice(0, NAME_SIZE), 0, "latin1");
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  result.write(type, 156, "latin1");
  result.write("ustar\0" + "00", 257, "latin1");
  if (type !== "x") for (const at of [329, 337]) octal(0, at, 8);
  result.write(prefix, 345, "latin1");
  result.fill(" ", 148, 156);
  const sum = result.reduce((total, byte) => total + byte, 0);
  result.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return result;
}

/** A long name as its folder and the rest, where each of them has room. */
function splitName(name: string): { prefix: string; name: string } | undefined {
  const at = name.slice(0, PREFIX_SIZE + 1).lastIndexOf("/");
  const rest = name.slice(at + 1);
  if (at <= 0 || rest === "" || rest.length > NAME_SIZE) return undefined;
  return { prefix: name.slice(0, at), name: rest };
}

/** `LENGTH key=value`, the length with its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length !== length) length = bytes + String(length).length;
  return Buffer.from(`${length}${rest}`);
}

const isAscii = (letter: string) => (letter.codePointAt(0) ?? 0) < 0x80;
const ascii = (text: string) => [...text].filter(isAscii).join("");
