/** A field of a Protocol Buffers message: a number, or the bytes of a text or of a nested message. */
export interface WireField {
  number: number;
  value: number | Buffer;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/**
 * Reads the fields of a message without knowing its schema, which is all that progress needs.
 *
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
export function* readFields(message: Buffer): Generator<WireField> {
  let offset = 0;
  const varint = () => {
    let value = 0;
    let scale = 1;
    while (true) {
      const byte = message.readUInt8(offset++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  while (offset < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const wireType = key % 8;
    if (wireType === VARINT) {
      yield { number, value: varint() };
      continue;
    }
    const lengths: Record<number, () => number> = {
      [FIXED64]: () => 8,
      [FIXED32]: () => 4,
      [BYTES]: varint,
    };
    const length = lengths[wireType]?.();
    if (length === undefined) return;
    yield { number, value: message.subarray(offset, offset + length) };
    offset += length;
  }
}

/** The encoding of a text field of fewer than 128 fields; empty texts are left out. */
export function writeText(number: number, text: string): Buffer {
  if (text === "") return Buffer.alloc(0);
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([number * 8 + BYTES]), writeVarint(bytes.length), bytes]);
}

function writeVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
