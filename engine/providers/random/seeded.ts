import { createHash } from "node:crypto";

/** The same number for the same seed; another one than the official provider draws. */
export function seeded(seed: string, min: number, max: number): number {
  const draw = createHash("sha256").update(seed).digest().readBigUInt64BE();
  return min + Number(draw % BigInt(max - min + 1));
}
