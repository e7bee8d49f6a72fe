import { z } from "zod";

/** A group that a text may be written for: that of this one of its settings. */
export const withShortForm = <S extends z.ZodType>(key: string, group: S) =>
  z.preprocess((given) => (typeof given === "string" ? { [key]: given } : given), group);

/** The same for a command, which may be a list of words too. */
export const orCommand = <S extends z.ZodType>(group: S) =>
  z.preprocess(
    (given) => (typeof given === "string" || isListOfWords(given) ? { command: given } : given),
    group,
  );

const isListOfWords = (given: unknown): boolean =>
  Array.isArray(given) && given.length > 0 && given.every((word) => typeof word !== "object");
