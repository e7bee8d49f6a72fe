import { randomInt } from "node:crypto";

import { UserError } from "../../errors";

/** Which characters a random text is made of, and how many of each kind it has at least. */
export interface TextOptions {
  length: number;
  upper: boolean;
  minUpper: number;
  lower: boolean;
  minLower: number;
  numeric: boolean;
  minNumeric: number;
  special: boolean;
  minSpecial: number;
  overrideSpecial?: string;
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = UPPER.toLowerCase();
const DIGITS = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** A text of cryptographically random characters. */
export function randomText(options: TextOptions): string {
  const special = options.overrideSpecial || SPECIAL;
  const kinds = [
    { characters: [...UPPER], used: options.upper, minimum: options.minUpper },
    { characters: [...LOWER], used: options.lower, minimum: options.minLower },
    { characters: [...DIGITS], used: options.numeric, minimum: options.minNumeric },
    { characters: [...special], used: options.special, minimum: options.minSpecial },
  ];
  const all = kinds.filter(({ used }) => used).flatMap(({ characters }) => characters);
  if (all.length === 0) {
    throw new UserError(
      "there are no characters to choose from: allow upper, lower, numeric or special",
    );
  }
  const required = kinds.flatMap(({ characters, minimum }) => pick(characters, minimum));
  return shuffle([...required, ...pick(all, options.length - required.length)]).join("");
}

function pick(characters: string[], count: number): string[] {
  return Array.from({ length: count }, () => characters[randomInt(characters.length)] ?? "");
}

/** Fisher and Yates: every order is equally likely. */
function shuffle(items: string[]): string[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [items[i], items[j]] = [items[j] as string, items[i] as string];
  }
  return items;
}
