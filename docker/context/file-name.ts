import { isUtf8 } from "node:buffer";

/** A byte that is no part of UTF-8 text, as a lone surrogate. */
const ODD_BYTE = /[\udc80-\udcff]/gu;

const LONGEST_CHARACTER = 4;

/**
 * The name of a file as text that can be turned back: a Linux file name is bytes, and older machines
 * wrote others than UTF-8. Each byte that is no UTF-8 becomes a lone surrogate, as in Python.
 */
export function pathText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let name = "";
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    name += character?.toString("utf8") ?? String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += character?.length ?? 1;
  }
  return name;
}

function characterAt(bytes: Buffer, at: number): Buffer | undefined {
  for (let length = 1; length <= LONGEST_CHARACTER; length++) {
    const character = bytes.subarray(at, at + length);
    if (isUtf8(character)) return character;
  }
  return undefined;
}

/** The bytes of a name or a path that pathText made: what the file system is given. */
export function bytesOf(name: string): Buffer {
  if (name.search(ODD_BYTE) < 0) return Buffer.from(name);
  const pieces = [...name].map((character) =>
    character.search(ODD_BYTE) < 0
      ? Buffer.from(character)
      : Buffer.of(character.charCodeAt(0) - 0xdc00),
  );
  return Buffer.concat(pieces);
}

/** As Go reads it: every odd byte is the same replacement character. */
export const asText = (name: string) => name.replace(ODD_BYTE, "\ufffd");

/** A path in a message: odd bytes as `\xe9`, and nothing that moves a terminal's cursor. */
export function shownPath(path: string): string {
  return path
    .replace(ODD_BYTE, (byte) => `\\x${(byte.charCodeAt(0) - 0xdc00).toString(16)}`)
    .replace(/\p{Cc}/gu, (control) => JSON.stringify(control).slice(1, -1));
}
