import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { hash } from "bcryptjs";

import { UserError } from "../../errors";
import { bool, int, map, string } from "../docker/schema/property";
import type { PropertyMap } from "../provider";
import type { RandomResource } from "./random-resource";
import { randomText, type TextOptions } from "./random-text";
import { seeded } from "./seeded";
import { shuffle } from "./shuffle";
import { ADJECTIVES, ADVERBS, ANIMALS } from "./words";

const keepers = map();

const textFields = {
  keepers,
  length: int({ required: true }),
  lower: bool({ default: true }),
  minLower: int({ default: 0 }),
  minNumeric: int({ default: 0 }),
  minSpecial: int({ default: 0 }),
  minUpper: int({ default: 0 }),
  number: bool(),
  numeric: bool(),
  overrideSpecial: string(),
  result: string({ readOnly: true }),
  special: bool({ default: true }),
  upper: bool({ default: true }),
};

/** What an imported text is taken to have been made with. */
const importedText = (text: string) => ({
  ...{ length: text.length, result: text, lower: true, upper: true, special: true },
  ...{ number: true, numeric: true, minLower: 0, minUpper: 0, minNumeric: 0, minSpecial: 0 },
});

const password: RandomResource = {
  fields: { ...textFields, bcryptHash: string({ readOnly: true }) },
  schemaVersion: 3,
  secrets: ["result", "bcryptHash"],
  async create(inputs) {
    const result = randomText(textOptions(inputs));
    return { id: "none", result, bcryptHash: await bcrypt(result) };
  },
  async importFrom(text) {
    return { id: "none", ...importedText(text), bcryptHash: await bcrypt(text) };
  },
};

const text: RandomResource = {
  fields: textFields,
  schemaVersion: 2,
  async create(inputs) {
    const result = randomText(textOptions(inputs));
    return { id: result, result };
  },
  importFrom: async (id) => ({ id, ...importedText(id) }),
};

const id: RandomResource = {
  fields: {
    b64Std: string({ readOnly: true }),
    b64Url: string({ readOnly: true }),
    byteLength: int({ required: true }),
    dec: string({ readOnly: true }),
    hex: string({ readOnly: true }),
    keepers,
    prefix: string(),
  },
  create: async ({ byteLength, prefix }) => idForms(randomBytes(Number(byteLength)), prefix),
  async importFrom(given) {
    const comma = given.lastIndexOf(",");
    const bytes = Buffer.from(given.slice(comma + 1), "base64url");
    const byteLength = bytes.length;
    if (comma < 0) return { ...idForms(bytes), byteLength };
    const prefix = given.slice(0, comma);
    return { ...idForms(bytes, prefix), prefix, byteLength };
  },
};

const pet: RandomResource = {
  fields: {
    keepers,
    length: int({ default: 2 }),
    prefix: string(),
    separator: string({ default: "-" }),
  },
  async create({ length, prefix, separator }) {
    const words = Array.from({ length: Number(length) }, (_, i) => {
      const fromEnd = Number(length) - 1 - i;
      return pick(fromEnd === 0 ? ANIMALS : fromEnd === 1 ? ADJECTIVES : ADVERBS);
    });
    return { id: [...(prefix ? [prefix] : []), ...words].join(String(separator)) };
  },
};

const integer: RandomResource = {
  fields: {
    keepers,
    max: int({ required: true }),
    min: int({ required: true }),
    result: int({ readOnly: true }),
    seed: string(),
  },
  async create({ min, max, seed }) {
    const [low, high] = [Number(min), Number(max)];
    if (high < low) throw new UserError(`min (${low}) has to be at most max (${high})`);
    const result = seed ? seeded(String(seed), low, high) : randomInt(low, high + 1);
    return { id: String(result), result };
  },
  async importFrom(given) {
    const [result = "", min, max, seed] = given.split(",");
    if (max === undefined) throw new UserError("import it as {result},{min},{max} or with ,{seed}");
    const bounds = { min: Number(min), max: Number(max), result: Number(result) };
    return { id: result, ...bounds, ...(seed === undefined ? {} : { seed }) };
  },
};

const uuid: RandomResource = {
  fields: { keepers, result: string({ readOnly: true }) },
  async create() {
    const result = randomUUID();
    return { id: result, result };
  },
  importFrom: async (given) => ({ id: given, result: given }),
};

const bytes: RandomResource = {
  fields: {
    base64: string({ readOnly: true }),
    hex: string({ readOnly: true }),
    keepers,
    length: int({ required: true }),
  },
  secrets: ["base64", "hex"],
  async create({ length }) {
    if (Number(length) < 1) throw new UserError(`length (${Number(length)}) has to be at least 1`);
    return byteForms(randomBytes(Number(length)));
  },
  async importFrom(given) {
    const imported = Buffer.from(given, "base64");
    return { ...byteForms(imported), length: imported.length };
  },
};

export const RESOURCES: Record<string, RandomResource> = {
  "random:index/randomBytes:RandomBytes": bytes,
  "random:index/randomId:RandomId": id,
  "random:index/randomInteger:RandomInteger": integer,
  "random:index/randomPassword:RandomPassword": password,
  "random:index/randomPet:RandomPet": pet,
  "random:index/randomShuffle:RandomShuffle": shuffle,
  "random:index/randomString:RandomString": text,
  "random:index/randomUuid:RandomUuid": uuid,
};

function textOptions(inputs: PropertyMap): TextOptions {
  // Checked and completed by the table above.
  return inputs as unknown as TextOptions;
}

function idForms(bytes: Buffer, prefix: unknown = "") {
  const id = bytes.toString("base64url");
  return {
    id,
    b64Url: `${prefix}${id}`,
    b64Std: `${prefix}${bytes.toString("base64")}`,
    hex: `${prefix}${bytes.toString("hex")}`,
    dec: `${prefix}${BigInt(`0x${bytes.toString("hex") || "0"}`)}`,
  };
}

function byteForms(made: Buffer) {
  const base64 = made.toString("base64");
  return { id: base64, base64, hex: made.toString("hex") };
}

/** The official provider calls the same algorithm by its older name, 2a. */
async function bcrypt(secret: string): Promise<string> {
  return (await hash(secret, 10)).replace(/^\$2[by]\$/, "$2a$");
}

function pick(words: string[]): string {
  return words[randomInt(words.length)] ?? "";
}
